-- title: Menunggu dan ditangani
-- definition: Di tiap status, waktu menunggu (sejak masuk sampai petugas mengambil permohonan) dan waktu
--   ditangani (sejak diambil sampai status ditinggalkan), terpisah. Bagian menunggu adalah jumlah jam
--   menunggu dibagi jumlah seluruh jam di status itu.
-- unit: jam
-- grain: satu baris per status dan bagian (menunggu, ditangani)
-- period: saat status ditinggalkan
-- excludes: status tanpa catatan pengambilan oleh petugas; langkah yang dibatalkan beserta pembatalannya
-- option: satuan = kerja | kalender (kerja) - jam kerja menurut kalender lokasi, atau jam kalender
with lama as (
    select
        from_status as status,
        case when $satuan = 'kerja' then working_wait_seconds else calendar_wait_seconds end / 3600.0 as menunggu,
        case when $satuan = 'kerja' then working_seconds else calendar_seconds end / 3600.0 as seluruh
    from stays
    where left_at >= $start and left_at < $end and claimed_at is not null
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

ukuran as (
    select
        status,
        count(*) as n,
        quantile_cont(menunggu, [0.5, 0.8, 0.9]) as p_menunggu,
        quantile_cont(seluruh - menunggu, [0.5, 0.8, 0.9]) as p_ditangani,
        sum(menunggu) as jam_menunggu,
        sum(seluruh) as jam_seluruh
    from lama
    group by status
),

baris as (
    select status, 'menunggu' as bagian, n, p_menunggu as p, jam_menunggu as jam, jam_seluruh from ukuran
    union all
    select status, 'ditangani', n, p_ditangani, jam_seluruh - jam_menunggu, jam_seluruh from ukuran
)

select
    status,
    bagian,
    n,
    p[1] as p50,
    p[2] as p80,
    p[3] as p90,
    jam as jumlah_jam,
    jam / nullif(jam_seluruh, 0) as porsi,
    n >= 20 as cukup
from baris
order by list_position(['VERIFIKASI', 'PROSES', 'SELESAI'], status), bagian desc
