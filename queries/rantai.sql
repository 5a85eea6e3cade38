-- title: Berapa kali harus diajukan
-- definition: Satu rantai adalah permohonan pertama beserta pengajuan ulangnya. Untuk rantai yang dimulai
--   pada periode ini: berapa yang diajukan paling sedikit k kali, dan berapa yang sampai sekarang tepat k kali.
-- unit: rantai
-- grain: satu baris per jumlah pengajuan
-- period: tanggal permohonan pertama
-- excludes: tidak ada
with pengajuan as (
    select attempt as ke, count(*) as paling_sedikit
    from submissions
    where root_submitted_at >= $start and root_submitted_at < $end
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
    group by attempt
)

select
    ke,
    paling_sedikit,
    paling_sedikit - coalesce(lead(paling_sedikit) over (order by ke), 0) as tepat,
    (paling_sedikit - coalesce(lead(paling_sedikit) over (order by ke), 0))
        / nullif(max(paling_sedikit) over (), 0) as bagian
from pengajuan
order by ke
