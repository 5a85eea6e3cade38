-- title: Permohonan di balik satu langkah
-- definition: Permohonan yang masuk pada periode ini dan mencapai langkah yang dipilih, satu per satu; jumlahnya
--   sama dengan n pada perjalanan permohonan.
-- unit: permohonan
-- grain: satu baris per permohonan
-- period: tanggal permohonan masuk
-- excludes: langkah yang dibatalkan beserta pembatalannya
-- option: langkah = masuk | proses | selesai | diambil | ditolak_verifikasi | ditolak_proses | gagal_verifikasi | gagal_proses | terbuka_verifikasi | terbuka_proses | menunggu_diambil (masuk) - langkah yang dipilih
-- option: urut = terbaru | terlama (terbaru) - urutan daftar
-- option: batas = number (50) - banyaknya baris
-- option: mulai = number (0) - baris yang dilewati
with masuk as not materialized (
    select request_id, layanan, kecamatan, lokasi, kanal, submitted_at as masuk, attempt as ke_berapa
    from submissions
    where submitted_at >= $start and submitted_at < $end
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

-- Read where it is used: kept aside, it would hold every step of the period.
lewat as not materialized (
    select request_id, from_status, to_status, left_at
    from stays
    where submitted_at >= $start and submitted_at < $end and left_at >= $start
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

-- The step that led to the chosen one; every application came in.
datang as (
    select request_id
    from lewat
    where case $langkah
        when 'proses' then to_status = 'PROSES'
        when 'selesai' then to_status = 'SELESAI'
        when 'diambil' then to_status = 'DIAMBIL'
        when 'ditolak_verifikasi' then to_status = 'DITOLAK' and from_status = 'VERIFIKASI'
        when 'ditolak_proses' then to_status = 'DITOLAK' and from_status = 'PROSES'
        when 'gagal_verifikasi' then to_status = 'GAGAL' and from_status = 'VERIFIKASI'
        when 'gagal_proses' then to_status = 'GAGAL' and from_status = 'PROSES'
        when 'terbuka_proses' then to_status = 'PROSES'
        when 'menunggu_diambil' then to_status = 'SELESAI'
        else false
    end
),

-- The step after it: who took it is no longer open there.
pergi as (
    select request_id
    from lewat
    where case $langkah
        when 'terbuka_verifikasi' then from_status = 'VERIFIKASI'
        when 'terbuka_proses' then from_status = 'PROSES'
        when 'menunggu_diambil' then from_status = 'SELESAI'
        else false
    end
),

-- Counted, and one page of it read: kept aside, it would hold every application of the period.
terpilih as not materialized (
    select *
    from masuk
    where ($langkah in ('masuk', 'terbuka_verifikasi') or request_id in (select request_id from datang))
      and request_id not in (select request_id from pergi)
),

halaman as (
    select *
    from terpilih
    order by
        case when $urut = 'terbaru' then masuk end desc,
        case when $urut = 'terlama' then masuk end,
        request_id
    limit $batas offset $mulai
),

-- The newest step that stands, of the cases on this page only.
terakhir as (
    select request_id, max(left_at) as terakhir
    from stays
    where request_id in (select request_id from halaman)
      and left_at >= (select min(masuk) from halaman)
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by request_id
)

select
    halaman.*,
    coalesce(terakhir.terakhir, masuk) as terakhir,
    (select count(*) from terpilih) as jumlah
from halaman
left join terakhir using (request_id)
order by
    case when $urut = 'terbaru' then masuk end desc,
    case when $urut = 'terlama' then masuk end,
    request_id
