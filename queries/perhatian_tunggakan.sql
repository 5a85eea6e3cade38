-- title: Aturan: tunggakan naik lima hari kerja berturut-turut
-- definition: Lokasi yang jumlah permohonan terbukanya (Verifikasi dan Proses) bertambah pada tiap lima hari buka
--   terakhir yang sudah berakhir, dan seluruhnya bertambah paling sedikit 10 permohonan.
-- unit: permohonan
-- grain: satu baris per lokasi yang memenuhi aturan
-- period: lima hari buka terakhir, tidak bergantung pada periode
-- excludes: langkah yang dibatalkan beserta pembatalannya
with hari_buka as (
    select lokasi, day
    from calendar
    where day < $now::date and day >= $now::date - 30
    qualify row_number() over (partition by lokasi order by day desc) <= 5
),

awal as (
    select lokasi, min(day) as sejak
    from hari_buka
    group by lokasi
),

gerak as (
    select lokasi, submitted_at as saat, 1 as n
    from submissions
    where submitted_at >= $now::date - 30 and submitted_at < $now
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    union all
    select lokasi, left_at, -1
    from stays
    where left_at >= $now::date - 30 and left_at < $now and to_status not in ('PROSES', 'DIAMBIL')
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

-- What happens between two open days belongs to the later one.
selisih as (
    select hari_buka.lokasi, hari_buka.day, coalesce(sum(gerak.n), 0) as tambah
    from hari_buka
    left join gerak
        on gerak.lokasi = hari_buka.lokasi
        and gerak.saat < hari_buka.day + 1
        and gerak.saat >= coalesce(
            (
                select max(sebelum.day) + 1
                from calendar as sebelum
                where sebelum.lokasi = hari_buka.lokasi and sebelum.day < hari_buka.day
            ),
            hari_buka.day
        )
    group by hari_buka.lokasi, hari_buka.day
)

select
    selisih.lokasi,
    coalesce(dim_lokasi.name, 'lokasi tidak diketahui') as nama_lokasi,
    min(selisih.day) as sejak,
    sum(tambah)::bigint as bertambah
from selisih
left join dim_lokasi on dim_lokasi.code = selisih.lokasi
group by selisih.lokasi, nama_lokasi
having count(*) = 5 and min(tambah) > 0 and sum(tambah) >= 10
order by bertambah desc, selisih.lokasi
