-- title: Ketepatan waktu
-- definition: Permohonan yang selesai atau diputus ditolak paling lambat pada tenggatnya, dibagi permohonan yang
--   jatuh tempo. Terlambat: selesai atau ditolak sesudah tenggat, atau masih terbuka padahal tenggat lewat.
--   Tenggat disimpan saat permohonan masuk dan tidak berubah bila standar layanan berubah.
-- unit: permohonan
-- grain: satu baris
-- period: tanggal jatuh tempo
-- excludes: permohonan tanpa tenggat; permohonan Gagal, yang dihitung tersendiri
with tempo as (
    select count(*) as bertenggat, count(*) filter (due_at < $now) as lewat_tenggat
    from submissions
    where due_at >= $start and due_at < $end
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

-- A deadline is at most weeks after the submission, and an ending never before it.
akhir as (
    select
        count(*) filter (to_status <> 'GAGAL' and left_at <= due_at) as tepat,
        count(*) filter (to_status <> 'GAGAL' and left_at > due_at) as terlambat_selesai,
        count(*) filter (to_status = 'GAGAL') as gagal,
        count(*) filter (due_at < $now) as berakhir_lewat_tenggat
    from stays
    where due_at >= $start and due_at < $end
      and to_status not in ('PROSES', 'DIAMBIL')
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
)

select
    bertenggat,
    tepat,
    terlambat_selesai + lewat_tenggat - berakhir_lewat_tenggat as terlambat,
    lewat_tenggat - berakhir_lewat_tenggat as terlambat_terbuka,
    gagal,
    bertenggat - tepat - terlambat_selesai - gagal - (lewat_tenggat - berakhir_lewat_tenggat) as belum_tempo,
    tepat + terlambat_selesai + lewat_tenggat - berakhir_lewat_tenggat as jatuh_tempo,
    tepat / nullif(tepat + terlambat_selesai + lewat_tenggat - berakhir_lewat_tenggat, 0) as porsi_tepat
from tempo
cross join akhir
