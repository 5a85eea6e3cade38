-- title: Gangguan sistem
-- definition: Permohonan yang berakhir Gagal karena gangguan sistem; bukan penolakan dan tidak dihitung bersamanya.
--   Kegagalan sistem (Gagal) yang beruntun: episode baru dimulai bila lebih dari 60 menit berlalu sejak kegagalan
--   sebelumnya; kelompok di bawah 3 permohonan bukan episode melainkan tersebar. Pulih: rantainya kemudian mencapai
--   Selesai lewat pengajuan ulang.
-- unit: permohonan
-- grain: satu baris
-- period: saat gagal
-- excludes: langkah yang dibatalkan beserta pembatalannya; pengajuan ulang di luar wilayah kerja akun
with gagal as (
    select request_id, attempt, layanan, kecamatan, lokasi, kanal, submitted_at, left_at
    from stays
    where left_at >= $start and left_at < $end and to_status = 'GAGAL'
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

berjeda as (
    select
        *,
        coalesce(left_at - lag(left_at) over (order by left_at, request_id) > interval 60 minute, true) as awal
    from gagal
),

-- A failure belongs to the last beginning before it, by which its episode is known.
berkelompok as (
    select berjeda.*, awal_episode.mulai as kelompok
    from berjeda
    asof join (select left_at as mulai from berjeda where awal) as awal_episode on berjeda.left_at >= awal_episode.mulai
),

-- A repeat may go to another location or service; it stays with the chain that it belongs to.
ulang as (
    select request_id, root_id, attempt
    from submissions
    where attempt > 1
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

selesai_ulang as (
    select request_id
    from stays
    where left_at >= $start and attempt > 1 and to_status = 'SELESAI'
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

pulih as (
    select distinct awal.request_id
    from gagal as awal
    left join ulang as diri on diri.request_id = awal.request_id
    inner join ulang as lanjut
        on lanjut.root_id = coalesce(diri.root_id, awal.request_id) and lanjut.attempt > awal.attempt
    inner join selesai_ulang on selesai_ulang.request_id = lanjut.request_id
),

kelompok_gagal as (
    select
        count(*) as kena,
        count(pulih.request_id) as pulih,
        epoch(max(left_at) - min(left_at)) / 60 as menit
    from berkelompok
    left join pulih using (request_id)
    group by kelompok
)

select
    coalesce(sum(kena), 0)::bigint as gagal,
    coalesce(sum(pulih), 0)::bigint as pulih,
    sum(pulih) / nullif(sum(kena), 0) as porsi_pulih,
    count(*) filter (kena >= 3) as episode,
    coalesce(sum(kena) filter (kena >= 3), 0)::bigint as kena_episode,
    coalesce(sum(kena) filter (kena < 3), 0)::bigint as tersebar,
    coalesce(sum(pulih) filter (kena < 3), 0)::bigint as pulih_tersebar,
    sum(menit) filter (kena >= 3) as menit
from kelompok_gagal
