-- title: Pesanan di balik satu hari pengambilan
-- definition: Pesanan satu lokasi pada satu hari slot (atau satu minggu), satu per satu; jumlahnya sama dengan pesanan
--   pada kalender pemakaian kuota. Nasib: datang, tidak datang, atau belum datang.
-- unit: pesanan
-- grain: satu baris per pesanan
-- period: tanggal slot; dengan hari yang dipilih, hari itu juga bila di luar periode
-- excludes: pesanan batal
-- option: tempat = text - kode lokasi; kosong berarti semua lokasi
-- option: hari = date - hari slot, atau Senin minggunya; kosong berarti seluruh periode sampai hari ini
-- option: rentang = hari | minggu (hari) - satu hari, atau seminggu di dalam periode sampai hari ini
-- option: nasib = semua | hadir | tidak_hadir | belum_siap (semua) - datang, tidak datang, atau belum Selesai sebelum harinya
-- option: urut = terlama | terbaru (terlama) - urutan daftar menurut hari slot dan tanggal masuk
-- option: batas = number (50) - banyaknya baris
-- option: mulai = number (0) - baris yang dilewati
with pesanan as (
    select request_id, layanan, kecamatan, lokasi, kanal, submitted_at as masuk, day as hari_slot, outcome as nasib, ready_at
    from bookings
    where outcome <> 'batal'
      and case
            when $hari::date is not null and $rentang = 'hari' then day = $hari::date
            else day >= $start::date and day < $end::date and day <= $now::date
                and ($hari::date is null or (day >= $hari::date and day < $hari::date + 7))
          end
      and ($nasib not in ('hadir', 'tidak_hadir') or (outcome = $nasib and day < $now::date))
      and ($tempat is null or lokasi = $tempat)
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

terpilih as (
    select
        request_id,
        layanan,
        kecamatan,
        lokasi,
        kanal,
        masuk,
        hari_slot,
        case nasib when 'hadir' then 'datang' when 'tidak_hadir' then 'tidak datang' else 'belum datang' end as nasib,
        ready_at as selesai_pada
    from pesanan
    where $nasib <> 'belum_siap' or ready_at is null or ready_at >= hari_slot
)

select *, (select count(*) from terpilih) as jumlah
from terpilih
order by
    case when $urut = 'terlama' then hari_slot end,
    case when $urut = 'terlama' then masuk end,
    hari_slot desc,
    masuk desc,
    request_id
limit $batas offset $mulai
