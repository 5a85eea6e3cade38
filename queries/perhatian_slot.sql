-- title: Aturan: lokasi hampir penuh
-- definition: Lokasi yang paling sedikit 90 % kuotanya sudah terisi pada lima hari slot buka berikutnya.
-- unit: tempat
-- grain: satu baris per lokasi yang memenuhi aturan
-- period: lima hari slot berikutnya, tidak bergantung pada periode
-- excludes: hari tutup (kuota 0)
with mendatang as (
    select lokasi, day, quota, taken
    from slots
    where day > $now::date and quota > 0
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    qualify row_number() over (partition by lokasi order by day) <= 5
)

select
    lokasi,
    coalesce(dim_lokasi.name, 'lokasi tidak diketahui') as nama_lokasi,
    max(day) as sampai,
    sum(quota)::bigint as quota,
    sum(taken)::bigint as terisi,
    sum(taken) / sum(quota) as porsi_terisi
from mendatang
left join dim_lokasi on dim_lokasi.code = mendatang.lokasi
group by lokasi, nama_lokasi
having sum(taken) >= 0.9 * sum(quota)
order by porsi_terisi desc, lokasi
