-- title: Permohonan yang ditolak
-- definition: Permohonan yang diputus Ditolak pada periode ini, satu per satu; jumlahnya sama dengan angka yang
--   dipilih pada alasan penolakan, pihak penyebab, tingkat per minggu, tingkat menurut kelompok, atau keadaan
--   sesudah ditolak.
-- unit: permohonan
-- grain: satu baris per permohonan
-- period: saat diputus
-- excludes: langkah yang dibatalkan beserta pembatalannya; Gagal
-- option: alasan = text - kode alasan utama; kosong berarti semua
-- option: pihak = text - pihak pada alasan utama; kosong berarti semua
-- option: minggu = date - Senin minggu yang dipilih; kosong berarti seluruh periode
-- option: menurut = layanan | varian | kanal | kecamatan | lokasi (layanan) - pengelompokan untuk kode
-- option: kode = text - kode kelompok; kosong berarti semua
-- option: lanjutan = semua | selesai | terbuka | ditolak_lagi | gagal | menyerah | belum (semua) - keadaan sesudahnya
-- option: hari = number (30) - hari tanpa pengajuan ulang sejak ditolak yang disebut menyerah
-- option: urut = terbaru | terlama (terbaru) - urutan daftar menurut saat ditolak
-- option: batas = number (50) - banyaknya baris
-- option: mulai = number (0) - baris yang dilewati
with ditolak as (
    select transition_id, request_id, attempt, layanan, kecamatan, lokasi, kanal, submitted_at, left_at
    from stays
    where left_at >= $start and left_at < $end and to_status = 'DITOLAK'
      and ($minggu::date is null or (left_at >= $minggu::date and left_at < $minggu::date + 7))
      and ($kode is null or $kode = case $menurut
                when 'layanan' then layanan
                when 'varian' then layanan || '/' || varian
                when 'kanal' then kanal
                when 'kecamatan' then kecamatan
                else lokasi
            end)
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

-- The rejections above already follow the filters.
utama as (
    select transition_id, reason, fault
    from standing_rejections
    where left_at >= $start and left_at < $end and is_primary
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

beralasan as (
    select
        *,
        coalesce(reason, 'TIDAK_DIKETAHUI') as kode_alasan,
        coalesce(fault, 'TIDAK_DIKETAHUI') as pihak_alasan
    from ditolak
    left join utama using (transition_id)
    where ($alasan is null or coalesce(reason, 'TIDAK_DIKETAHUI') = $alasan)
      and ($pihak is null or coalesce(fault, 'TIDAK_DIKETAHUI') = $pihak)
),

-- A repeat may go to another location or service; it stays with the chain that it belongs to.
ulang as (
    select request_id, root_id, attempt
    from submissions
    where attempt > 1 and $lanjutan <> 'semua'
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

akhir_ulang as (
    select request_id, to_status
    from stays
    where left_at >= $start and attempt > 1 and to_status not in ('PROSES', 'DIAMBIL') and $lanjutan <> 'semua'
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

sesudah as (
    select
        awal.request_id,
        count(*) filter (to_status = 'SELESAI') > 0 as selesai,
        arg_max(coalesce(to_status, 'TERBUKA'), lanjut.attempt) as terakhir
    from beralasan as awal
    left join ulang as diri on diri.request_id = awal.request_id
    inner join ulang as lanjut
        on lanjut.root_id = coalesce(diri.root_id, awal.request_id) and lanjut.attempt > awal.attempt
    left join akhir_ulang on akhir_ulang.request_id = lanjut.request_id
    group by awal.request_id
),

bernasib as (
    select
        *,
        case
            when selesai then 'selesai'
            when terakhir = 'TERBUKA' then 'terbuka'
            when terakhir = 'DITOLAK' then 'ditolak_lagi'
            when terakhir = 'GAGAL' then 'gagal'
            when left_at <= $now - to_days($hari::integer) then 'menyerah'
            else 'belum'
        end as keadaan
    from beralasan
    left join sesudah using (request_id)
),

terpilih as (
    select
        request_id,
        layanan,
        kecamatan,
        lokasi,
        kanal,
        submitted_at as masuk,
        left_at as ditolak,
        coalesce(
            label, case kode_alasan when 'TIDAK_DIKETAHUI' then 'Alasan tidak tercatat' else kode_alasan end
        ) as alasan
    from bernasib
    left join dim_alasan on code = kode_alasan
    where $lanjutan = 'semua' or keadaan = $lanjutan
)

select *, (select count(*) from terpilih) as jumlah
from terpilih
order by case when $urut = 'terlama' then ditolak end, ditolak desc, request_id
limit $batas offset $mulai
