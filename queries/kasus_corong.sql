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
with masuk as (
    select request_id, layanan, kecamatan, lokasi, kanal, submitted_at as masuk, attempt as ke_berapa
    from submissions
    where submitted_at >= $start and submitted_at < $end
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
),

lewat as (
    select request_id, from_status, to_status, left_at
    from stays
    where submitted_at >= $start and submitted_at < $end and left_at >= $start
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
),

-- The steps that stand, per application; an open application lacks the step out of its status.
jejak as (
    select
        request_id,
        bool_or(to_status = 'PROSES') as proses,
        bool_or(to_status = 'SELESAI') as selesai,
        bool_or(to_status = 'DIAMBIL') as diambil,
        bool_or(to_status = 'DITOLAK' and from_status = 'VERIFIKASI') as ditolak_verifikasi,
        bool_or(to_status = 'DITOLAK' and from_status = 'PROSES') as ditolak_proses,
        bool_or(to_status = 'GAGAL' and from_status = 'VERIFIKASI') as gagal_verifikasi,
        bool_or(to_status = 'GAGAL' and from_status = 'PROSES') as gagal_proses,
        bool_or(from_status = 'VERIFIKASI') as lewat_verifikasi,
        bool_or(from_status = 'PROSES') as lewat_proses,
        max(left_at) as terakhir
    from lewat
    group by request_id
),

terpilih as (
    select masuk.*, coalesce(jejak.terakhir, masuk.masuk) as terakhir
    from masuk
    left join jejak using (request_id)
    where case $langkah
        when 'masuk' then true
        when 'proses' then jejak.proses
        when 'selesai' then jejak.selesai
        when 'diambil' then jejak.diambil
        when 'ditolak_verifikasi' then jejak.ditolak_verifikasi
        when 'ditolak_proses' then jejak.ditolak_proses
        when 'gagal_verifikasi' then jejak.gagal_verifikasi
        when 'gagal_proses' then jejak.gagal_proses
        when 'terbuka_verifikasi' then not coalesce(jejak.lewat_verifikasi, false)
        when 'terbuka_proses' then jejak.proses and not jejak.lewat_proses
        when 'menunggu_diambil' then jejak.selesai and not jejak.diambil
    end
)

select *, count(*) over () as jumlah
from terpilih
order by
    case when $urut = 'terbaru' then masuk end desc,
    case when $urut = 'terlama' then masuk end,
    request_id
limit $batas offset $mulai
