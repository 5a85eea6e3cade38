-- title: Permohonan di balik lama satu status
-- definition: Permohonan yang meninggalkan satu status pada periode ini, satu per satu; jumlahnya sama dengan n
--   pada lama di tiap status, tren mingguan dan lama per layanan, atau pada menunggu dan ditangani.
-- unit: jam
-- grain: satu baris per permohonan
-- period: saat status ditinggalkan
-- excludes: status yang masih berjalan; langkah yang dibatalkan beserta pembatalannya
-- option: status = VERIFIKASI | PROSES | SELESAI (VERIFIKASI) - status yang ditinggalkan
-- option: minggu = date - Senin minggu yang dipilih; kosong berarti seluruh periode
-- option: tercatat = semua | diambil (semua) - diambil: hanya yang pengambilannya oleh petugas tercatat, seperti pada menunggu dan ditangani
-- option: satuan = kerja | kalender (kerja) - jam kerja menurut kalender lokasi, atau jam kalender
-- option: urut = terlama | tercepat | terbaru (terlama) - urutan daftar
-- option: batas = number (50) - banyaknya baris
-- option: mulai = number (0) - baris yang dilewati
with lama as (
    select
        request_id,
        layanan,
        kecamatan,
        lokasi,
        kanal,
        submitted_at as masuk,
        from_status as status,
        to_status as ke,
        entered_at as sejak,
        left_at as sampai,
        case when $satuan = 'kerja' then working_seconds else calendar_seconds end / 3600.0 as jam
    from stays
    where left_at >= $start and left_at < $end
      and from_status = $status
      and ($tercatat = 'semua' or claimed_at is not null)
      and ($minggu::date is null or (left_at >= $minggu::date and left_at < $minggu::date + 7))
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
)

select *, (select count(*) from lama) as jumlah
from lama
order by
    case $urut when 'terlama' then -jam when 'tercepat' then jam end,
    case when $urut = 'terbaru' then sampai end desc,
    request_id
limit $batas offset $mulai
