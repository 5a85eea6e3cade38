-- title: Cakupan kalender kerja
-- definition: Kalender kerja tiap lokasi: hari buka pertama dan terakhir yang ada di dalamnya, berapa hari
--   lagi sesudah hari ini, dan berapa hari Senin sampai Jumat yang tutup tahun ini dan tahun depan. Jam kerja dan
--   tenggat di luar kalender tidak dapat dihitung. Tahun yang jauh lebih sedikit hari tutupnya belum lengkap
--   liburnya.
-- unit: hari
-- grain: satu baris per lokasi
-- period: tidak menurut periode: kalender yang berlaku sekarang
-- excludes: tidak ada
with lokasi_ada as (
    select code as lokasi, name as nama, position
    from dim_lokasi
    where ($lokasi is null or list_contains($lokasi, code))
      and ($scope_lokasi is null or list_contains($scope_lokasi, code))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

buka as (
    select
        lokasi,
        min(day) as dari,
        max(day) as sampai,
        count(*) filter (isodow(day) <= 5 and year(day) = year($now)) as buka_tahun_ini,
        count(*) filter (isodow(day) <= 5 and year(day) = year($now) + 1) as buka_tahun_depan
    from calendar
    where lokasi in (select lokasi from lokasi_ada)
    group by lokasi
),

hari_kerja as (
    select
        count(*) filter (isodow(hari) <= 5 and year(hari) = year($now)) as tahun_ini,
        count(*) filter (isodow(hari) <= 5 and year(hari) = year($now) + 1) as tahun_depan
    from generate_series(
        make_date(year($now), 1, 1), make_date(year($now) + 1, 12, 31), interval 1 day
    ) as semua (hari)
)

select
    lokasi_ada.lokasi,
    nama,
    dari,
    sampai,
    date_diff('day', $now::date, sampai) as hari_ke_depan,
    tahun_ini - buka_tahun_ini as tutup_tahun_ini,
    case when sampai >= make_date(year($now) + 1, 1, 1) then tahun_depan - buka_tahun_depan end as tutup_tahun_depan
from lokasi_ada
cross join hari_kerja
left join buka on buka.lokasi = lokasi_ada.lokasi
order by hari_ke_depan nulls first, position, lokasi_ada.lokasi
