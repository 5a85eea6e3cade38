-- title: Angka utama per minggu
-- definition: Angka utama untuk tiap minggu (Senin sampai Minggu), dengan cara hitung yang sama seperti angka
--   periodenya: masuk, putusan, ditolak, selesai, gagal, P50 dan P80 sejak masuk sampai Selesai, tepat waktu dan
--   jatuh tempo, serta sekali jadi menurut tanggal permohonan pertama. Minggu tanpa data tampil sebagai celah; minggu yang tidak seluruhnya di dalam periode atau belum
--   berakhir ditandai sebagian.
-- unit: permohonan, jam
-- grain: satu baris per minggu
-- period: menurut angkanya: tanggal masuk, saat langkah, tanggal jatuh tempo
-- excludes: langkah yang dibatalkan beserta pembatalannya
-- option: satuan = kerja | kalender (kerja) - jam kerja menurut kalender lokasi, atau jam kalender
with masuk as (
    select date_trunc('week', submitted_at)::date as minggu, count(*) as masuk
    from submissions
    where submitted_at >= $start and submitted_at < $end
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by minggu
),

langkah as (
    select
        date_trunc('week', left_at)::date as minggu,
        count(*) filter (to_status <> 'GAGAL') as putusan,
        count(*) filter (to_status = 'DITOLAK') as ditolak,
        count(*) filter (to_status = 'SELESAI') as selesai,
        count(*) filter (to_status = 'GAGAL') as gagal,
        quantile_cont(
            case
                when $satuan = 'kerja' then working_since_submission / 3600.0
                else epoch(left_at - submitted_at) / 3600.0
            end,
            [0.5, 0.8]
        ) filter (to_status = 'SELESAI') as p
    from stays
    where left_at >= $start and left_at < $end and to_status <> 'DIAMBIL'
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by minggu
),

tempo as (
    select
        date_trunc('week', due_at)::date as minggu,
        count(*) as terbuka_lewat
    from open_cases
    where due_at >= $start and due_at < $end and due_at < $now and status in ('VERIFIKASI', 'PROSES')
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by minggu
),

akhir as (
    select
        date_trunc('week', due_at)::date as minggu,
        count(*) filter (to_status <> 'GAGAL' and left_at <= due_at) as tepat,
        count(*) filter (to_status <> 'GAGAL' and left_at > due_at) as terlambat
    from stays
    where due_at >= $start and due_at < $end
      and to_status not in ('PROSES', 'DIAMBIL')
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by minggu
),

rantai as (
    select
        date_trunc('week', submitted_at)::date as minggu,
        count(*) filter (to_status = 'SELESAI') as sekali_jadi,
        count(*) as diputus_pertama
    from stays
    where submitted_at >= $start and submitted_at < $end and left_at >= $start
      and attempt = 1 and to_status not in ('PROSES', 'DIAMBIL', 'GAGAL')
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by minggu
),

ada as (
    select minggu from masuk
    union
    select minggu from langkah
),

kisi as (
    select
        unnest(generate_series(
            min(minggu),
            greatest(
                max(minggu),
                case when $end < '9999-01-01' then date_trunc('week', least($end - interval 1 second, $now)) end
            ),
            interval 7 day
        ))::date as minggu
    from ada
)

select
    kisi.minggu,
    coalesce(masuk, 0) as masuk,
    coalesce(putusan, 0) as putusan,
    coalesce(ditolak, 0) as ditolak,
    ditolak / nullif(putusan, 0) as porsi_ditolak,
    coalesce(selesai, 0) as selesai,
    coalesce(gagal, 0) as gagal,
    case when selesai >= 20 then p[1] end as p50,
    case when selesai >= 20 then p[2] end as p80,
    coalesce(tepat, 0) as tepat,
    coalesce(tepat + terlambat, 0) + coalesce(terbuka_lewat, 0) as jatuh_tempo,
    coalesce(tepat, 0) / nullif(coalesce(tepat + terlambat, 0) + coalesce(terbuka_lewat, 0), 0) as porsi_tepat,
    coalesce(sekali_jadi, 0) as sekali_jadi,
    coalesce(diputus_pertama, 0) as diputus_pertama,
    sekali_jadi / nullif(diputus_pertama, 0) as porsi_sekali_jadi,
    kisi.minggu < $start or kisi.minggu + 7 > least($end, $now) as sebagian
from kisi
left join masuk on masuk.minggu = kisi.minggu
left join langkah on langkah.minggu = kisi.minggu
left join tempo on tempo.minggu = kisi.minggu
left join akhir on akhir.minggu = kisi.minggu
left join rantai on rantai.minggu = kisi.minggu
order by kisi.minggu
