-- title: Permohonan yang belum siap untuk hari pengambilan berikutnya
-- definition: Pesanan pada hari buka berikutnya tiap lokasi yang permohonannya belum mencapai Selesai sampai sekarang,
--   satu per satu; jumlahnya sama dengan yang belum siap per lokasi.
-- unit: pesanan
-- grain: satu baris per pesanan
-- period: hari buka berikutnya sesudah sekarang; tidak bergantung pada periode
-- excludes: pesanan batal
-- option: tempat = text - kode lokasi; kosong berarti semua lokasi
-- option: urut = terlama | terbaru (terlama) - urutan daftar menurut tanggal masuk
-- option: batas = number (50) - banyaknya baris
-- option: mulai = number (0) - baris yang dilewati
with hari_berikut as (
    select lokasi, min(day) as hari
    from slots
    where day > $now::date and quota > 0
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by lokasi
),

pesanan as (
    select request_id, lokasi, day, layanan, kecamatan, kanal, submitted_at
    from bookings
    where day > $now::date and day <= (select max(hari) from hari_berikut) and outcome <> 'batal'
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

besok as (
    select pesanan.*
    from pesanan
    join hari_berikut on hari_berikut.lokasi = pesanan.lokasi and hari_berikut.hari = pesanan.day
),

-- A status is reached at most once, so the furthest one is the present one.
capaian as (
    select
        request_id,
        bool_or(to_status = 'SELESAI') as selesai,
        bool_or(to_status in ('DITOLAK', 'GAGAL')) as berakhir,
        bool_or(to_status = 'PROSES') as proses,
        max(left_at) as sejak
    from stays
    where request_id in (select request_id from besok)
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by request_id
),

belum as (
    select
        request_id,
        layanan,
        kecamatan,
        lokasi,
        kanal,
        submitted_at as masuk,
        case
            when coalesce(berakhir, false) then 'sudah berakhir'
            when coalesce(proses, false) then 'Proses'
            else 'Verifikasi'
        end as posisi,
        day as hari_slot
    from besok
    left join capaian using (request_id)
    where not coalesce(selesai, false) and ($tempat is null or lokasi = $tempat)
)

select *, (select count(*) from belum) as jumlah
from belum
order by
    case when $urut = 'terlama' then hari_slot end,
    case when $urut = 'terlama' then masuk end,
    masuk desc,
    request_id
limit $batas offset $mulai
