-- title: Kalender pemakaian kuota
-- definition: Tempat terpesan dibagi kuota per lokasi pengambilan dan tanggal. Per hari: empat minggu terakhir dalam
--   periode dan, bila periode mencapai hari ini, dua minggu yang akan datang; per minggu: seluruh periode. Kuota 0 atau
--   hari libur lokasi berarti tutup; hari kerja tanpa kuota yang dibuka ditandai belum dibuka. Saringan layanan,
--   kecamatan dan kanal tidak berlaku untuk kuota dan tempat terisi, hanya untuk pesanan dan penolakan.
-- unit: tempat
-- grain: satu baris per lokasi dan hari (atau minggu)
-- period: tanggal slot (tanggal pengambilan)
-- excludes: pesanan batal
-- option: rentang = hari | minggu (hari) - per hari di sekitar akhir periode, atau per minggu sepanjang periode
with batas_waktu as (
    select
        case
            when $rentang = 'hari' then greatest($start::date, least($end::date, $now::date + 1) - 28)
            else $start::date
        end as awal,
        case
            when $end <= $now then $end::date
            when $rentang = 'hari' then $now::date + 15
            else $now::date + 1
        end as akhir
),

kuota as (
    select lokasi, day, quota, taken
    from slots
    where day >= (select awal from batas_waktu) and day < (select akhir from batas_waktu)
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

pesanan as (
    select lokasi, day, count(*) as dipesan
    from bookings
    where day >= (select awal from batas_waktu) and day < (select akhir from batas_waktu) and outcome <> 'batal'
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by lokasi, day
),

penolakan as (
    select lokasi, day, count(*) as ditolak
    from slot_refusals
    where day >= (select awal from batas_waktu) and day < (select akhir from batas_waktu)
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by lokasi, day
),

tempat as (
    select lokasi from kuota
    union
    select lokasi from pesanan
    union
    select lokasi from penolakan
),

-- Every day between the first and the last one known, so that a missing day is seen as missing.
kisi as (
    select tempat.lokasi, hari.day
    from tempat
    cross join (
        select unnest(generate_series(min(day), max(day), interval 1 day))::date as day
        from (
            select day from kuota
            union all
            select day from pesanan
            union all
            select day from penolakan
        )
    ) as hari
),

per_hari as (
    select
        kisi.lokasi,
        case when $rentang = 'hari' then kisi.day else date_trunc('week', kisi.day)::date end as hari,
        kisi.day,
        quota,
        case when quota > 0 then taken end as taken,
        dipesan,
        ditolak,
        calendar.day is not null or not exists (
            select 1 from calendar as jadwal where jadwal.lokasi = kisi.lokasi
        ) as hari_kerja
    from kisi
    left join kuota using (lokasi, day)
    left join pesanan using (lokasi, day)
    left join penolakan using (lokasi, day)
    left join calendar using (lokasi, day)
)

select
    lokasi,
    coalesce(any_value(dim_lokasi.name), 'Tidak diketahui') as nama,
    hari,
    coalesce(sum(quota), 0)::bigint as kuota,
    coalesce(sum(taken), 0)::bigint as terisi,
    sum(taken) / nullif(sum(quota), 0) as porsi_terisi,
    coalesce(sum(dipesan), 0)::bigint as dipesan,
    coalesce(sum(ditolak), 0)::bigint as ditolak,
    case
        when sum(quota) > 0 then 'buka'
        when count(quota) = 0 and bool_or(hari_kerja) then 'belum_dibuka'
        else 'tutup'
    end as keadaan,
    hari > $now::date as akan_datang,
    $rentang = 'minggu' and (hari < $start::date or hari + 7 > least($end::date, $now::date + 1)) as sebagian
from per_hari
left join dim_lokasi on dim_lokasi.code = lokasi
group by lokasi, hari
order by min(coalesce(dim_lokasi.position, 999)), lokasi, hari
