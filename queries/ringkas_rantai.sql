-- title: Sekali jadi dan pengajuan ulang
-- definition: Sekali jadi adalah rantai yang permohonan pertamanya mencapai Selesai, dibagi rantai yang
--   permohonan pertamanya sudah diputus (Selesai atau Ditolak). Pengajuan ulang adalah rantai dengan dua
--   permohonan atau lebih, dibagi seluruh rantai. Layanan, kecamatan, lokasi dan kanal adalah milik
--   permohonan pertama.
-- unit: rantai
-- grain: satu baris
-- period: tanggal permohonan pertama
-- excludes: dari sekali jadi: permohonan pertama yang masih terbuka atau Gagal, karena belum diputus
with pertama as (
    select request_id
    from submissions
    where submitted_at >= $start and submitted_at < $end and attempt = 1
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

-- A repeat may go to another location or service; it stays with the chain that it belongs to.
ulang as (
    select count(*) as pengajuan, count(distinct root_id) as diulang
    from submissions
    where root_submitted_at >= $start and root_submitted_at < $end and submitted_at >= $start and attempt > 1
      and root_id in (select request_id from pertama)
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

permohonan as (
    select rantai, diulang, rantai + pengajuan as permohonan
    from ulang
    cross join (select count(*) as rantai from pertama) as dimulai
),

putusan as (
    select
        count(*) filter (to_status = 'SELESAI') as sekali_jadi,
        count(*) filter (to_status = 'DITOLAK') as ditolak,
        count(*) filter (to_status = 'GAGAL') as gagal
    from stays
    where submitted_at >= $start and submitted_at < $end and left_at >= $start
      and attempt = 1 and to_status not in ('PROSES', 'DIAMBIL')
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
)

select
    rantai,
    diulang,
    diulang / nullif(rantai, 0) as porsi_diulang,
    permohonan / nullif(rantai, 0) as permohonan_per_rantai,
    sekali_jadi,
    sekali_jadi + ditolak as diputus,
    sekali_jadi / nullif(sekali_jadi + ditolak, 0) as porsi_sekali_jadi,
    gagal as gagal_pertama
from permohonan
cross join putusan
