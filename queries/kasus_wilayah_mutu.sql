-- title: Permohonan terlambat atau ditolak dari satu wilayah
-- definition: Terlambat: jatuh tempo pada periode ini, dan selesai atau ditolak sesudah tenggat atau masih terbuka
--   padahal tenggat lewat. Ditolak: diputus Ditolak pada periode ini. Jumlahnya sama dengan terlambat dan ditolak
--   pada mutu layanan per kecamatan.
-- unit: permohonan
-- grain: satu baris per permohonan
-- period: tanggal jatuh tempo (terlambat); saat diputus (ditolak)
-- excludes: Gagal; permohonan tanpa tenggat pada terlambat; langkah yang dibatalkan beserta pembatalannya
-- option: himpunan = terlambat | ditolak (terlambat) - yang didaftar
-- option: urut = terlama | terbaru (terlama) - urutan daftar menurut tanggal masuk
-- option: batas = number (50) - banyaknya baris
-- option: mulai = number (0) - baris yang dilewati
with akhir as (
    select request_id, layanan, kecamatan, lokasi, kanal, submitted_at, due_at, left_at, to_status
    from stays
    where to_status not in ('PROSES', 'DIAMBIL')
      and case
            when $himpunan = 'terlambat' then due_at >= $start and due_at < $end
            else to_status = 'DITOLAK' and left_at >= $start and left_at < $end
          end
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

terpilih as (
    select request_id, layanan, kecamatan, lokasi, kanal, submitted_at as masuk, due_at as tenggat, left_at as berakhir
    from akhir
    where $himpunan = 'ditolak' or (to_status <> 'GAGAL' and left_at > due_at)
    union all
    select request_id, layanan, kecamatan, lokasi, kanal, submitted_at, due_at, null
    from open_cases
    where $himpunan = 'terlambat' and status in ('VERIFIKASI', 'PROSES')
      and due_at >= $start and due_at < $end and due_at < $now
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
)

select *, (select count(*) from terpilih) as jumlah
from terpilih
order by case when $urut = 'terlama' then masuk end, masuk desc, request_id
limit $batas offset $mulai
