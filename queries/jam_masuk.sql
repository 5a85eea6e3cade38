-- title: Kapan permohonan masuk
-- definition: Permohonan masuk menurut hari dan jam (WIB), seluruhnya dalam periode, dan bagiannya dari seluruh
--   permohonan masuk.
-- unit: permohonan
-- grain: satu baris per hari dalam minggu dan jam
-- period: tanggal permohonan masuk
-- excludes: tidak ada
with masuk as (
    select isodow(submitted_at) as hari, hour(submitted_at) as jam, count(*) as n
    from submissions
    where submitted_at >= $start and submitted_at < $end
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by hari, jam
)

select hari, jam, coalesce(n, 0) as n, coalesce(n, 0) / nullif((select sum(n) from masuk), 0) as bagian
from (select unnest(range(1, 8)) as hari) as hari
cross join (select unnest(range(0, 24)) as jam) as jam
left join masuk using (hari, jam)
order by hari, jam
