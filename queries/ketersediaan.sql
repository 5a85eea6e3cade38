-- title: Ketersediaan data
-- definition: Banyaknya permohonan yang tercatat, dan yang masuk pada periode dan saringan ini. Dipakai untuk
--   membedakan kantor yang belum berdata dari saringan yang terlalu sempit. Hari pertama yang berdata: tanggal masuk
--   permohonan paling awal; periode pembanding yang mulai sebelumnya tidak utuh.
-- unit: permohonan, tanggal
-- grain: satu baris
-- period: tanggal permohonan masuk
-- excludes: permohonan di luar wilayah kerja akun
select
    (
        select count(*)
        from submissions
        where ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
          and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    ) as semua,
    (
        select count(*)
        from submissions
        where submitted_at >= $start and submitted_at < $end
          and ($layanan is null or list_contains($layanan, layanan))
          and ($kecamatan is null or list_contains($kecamatan, kecamatan))
          and ($lokasi is null or list_contains($lokasi, lokasi))
          and ($kanal is null or list_contains($kanal, kanal))
          and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
          and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    ) as sesuai,
    (
        select min(submitted_at)::date
        from submissions
        where ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
          and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    ) as hari_pertama
