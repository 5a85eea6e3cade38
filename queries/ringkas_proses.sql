-- title: Kinerja proses
-- definition: Permohonan masuk (tanggal masuk); permohonan mencapai Selesai dan lama sejak masuk sampai Selesai
--   (saat Selesai); tingkat penolakan, yaitu Ditolak dibagi seluruh putusan (saat diputus: ke Proses atau
--   Ditolak dari Verifikasi, ke Selesai atau Ditolak dari Proses); jumlah Gagal (saat gagal).
-- unit: permohonan, jam
-- grain: satu baris
-- period: menurut angkanya, lihat definisi
-- excludes: langkah yang dibatalkan beserta pembatalannya; Gagal bukan putusan
-- option: satuan = kerja | kalender (kerja) - jam kerja menurut kalender lokasi, atau jam kalender
with masuk as (
    select count(*) as masuk
    from submissions
    where submitted_at >= $start and submitted_at < $end
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

langkah as (
    select
        to_status,
        case
            when to_status <> 'SELESAI' then null
            when $satuan = 'kerja' then working_since_submission / 3600.0
            else epoch(left_at - submitted_at) / 3600.0
        end as jam
    from stays
    where left_at >= $start and left_at < $end and to_status <> 'DIAMBIL'
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

ukuran as (
    select
        count(*) filter (to_status = 'SELESAI') as selesai,
        quantile_cont(jam, [0.5, 0.8, 0.9]) as p,
        count(*) filter (to_status <> 'GAGAL') as putusan,
        count(*) filter (to_status = 'DITOLAK') as ditolak,
        count(*) filter (to_status = 'GAGAL') as gagal
    from langkah
)

select
    masuk,
    selesai,
    p[1] as p50,
    p[2] as p80,
    p[3] as p90,
    selesai >= 20 as cukup,
    putusan,
    ditolak,
    ditolak / nullif(putusan, 0) as porsi_ditolak,
    gagal
from masuk
cross join ukuran
