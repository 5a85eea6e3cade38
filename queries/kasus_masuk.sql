-- title: Permohonan yang masuk
-- definition: Permohonan yang masuk pada periode ini, satu per satu; jumlahnya sama dengan permohonan pada permintaan
--   per wilayah, per bulan, aliran, layanan dan kanal, pada hari dan jam masuk, dan pada keterangan yang tidak
--   diketahui. Wilayah, lokasi, layanan dan kanal dipilih dengan saringan.
-- unit: permohonan
-- grain: satu baris per permohonan
-- period: tanggal permohonan masuk
-- excludes: tidak ada
-- option: kelurahan = text - kode kelurahan; kosong berarti semua
-- option: bulan = date - hari pertama bulan masuk; kosong berarti seluruh periode
-- option: hari = number (0) - hari masuk, 1 Senin sampai 7 Minggu; 0 berarti semua
-- option: jam = number (24) - jam masuk (WIB), 0 sampai 23; 24 berarti semua
-- option: tanpa = lengkap_atau_tidak | layanan | varian | kecamatan | kelurahan | lokasi | kanal (lengkap_atau_tidak) - keterangan yang tidak diketahui
-- option: hitung = semua | pertama (semua) - semua permohonan, atau pengajuan pertama saja
-- option: urut = terbaru | terlama (terbaru) - urutan daftar menurut tanggal masuk
-- option: batas = number (50) - banyaknya baris
-- option: mulai = number (0) - baris yang dilewati
with masuk as (
    select request_id, layanan, kecamatan, lokasi, kanal, submitted_at as masuk, attempt as pengajuan_ke
    from submissions
    where submitted_at >= $start and submitted_at < $end
      and ($hitung = 'semua' or attempt = 1)
      and ($kelurahan is null or kelurahan = $kelurahan)
      and ($bulan::date is null
           or (submitted_at >= $bulan::date and submitted_at < $bulan::date + interval 1 month))
      and ($hari = 0 or isodow(submitted_at) = $hari)
      and ($jam = 24 or hour(submitted_at) = $jam)
      and case $tanpa
          when 'layanan' then layanan
          when 'varian' then varian
          when 'kecamatan' then kecamatan
          when 'kelurahan' then kelurahan
          when 'lokasi' then lokasi
          when 'kanal' then kanal
          else 'TIDAK_DIKETAHUI'
      end = 'TIDAK_DIKETAHUI'
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
)

select *, (select count(*) from masuk) as jumlah
from masuk
order by case when $urut = 'terlama' then masuk end, masuk desc, request_id
limit $batas offset $mulai
