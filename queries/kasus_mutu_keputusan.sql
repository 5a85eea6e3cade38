-- title: Putusan yang diperiksa ulang
-- definition: Putusan Verifikasi pada periode ini yang sudah dijawab petugas kedua, satu per satu; jumlahnya sama
--   dengan n pada kesepakatan putusan.
-- unit: permohonan
-- grain: satu baris per putusan
-- period: saat diputus pertama kali
-- excludes: putusan yang dibatalkan; pemeriksaan yang belum dijawab; Gagal
-- option: menurut = layanan | alasan (layanan) - pengelompokan untuk kode
-- option: kode = text - kode kelompok; kosong berarti semua
-- option: hasil = semua | sepakat | berbeda (semua) - hasil pemeriksaan ulang
-- option: urut = terbaru | terlama (terbaru) - urutan daftar menurut saat diputus
-- option: batas = number (50) - banyaknya baris
-- option: mulai = number (0) - baris yang dilewati
with pemeriksaan as (
    select
        *,
        first_verdict = second_verdict
        and ($menurut = 'layanan' or first_reason is not distinct from second_reason) as sepakat
    from standing_reviews
    where left_at >= $start and left_at < $end
      and ($menurut = 'layanan' or first_verdict = 'DITOLAK')
      and ($kode is null or $kode = case $menurut
                when 'layanan' then layanan
                else coalesce(first_reason, 'TIDAK_DIKETAHUI')
            end)
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

terpilih as (
    select
        review_id,
        request_id,
        layanan,
        kecamatan,
        lokasi,
        kanal,
        pemeriksaan.left_at as diputus,
        case sepakat when true then 'sepakat' else 'berbeda' end as hasil,
        case first_verdict when 'PROSES' then 'Disetujui' else coalesce(pertama.label, first_reason, 'Ditolak') end
            as putusan_pertama,
        case second_verdict when 'PROSES' then 'Disetujui' else coalesce(kedua.label, second_reason, 'Ditolak') end
            as putusan_kedua
    from pemeriksaan
    left join dim_alasan as pertama on pertama.code = first_reason
    left join dim_alasan as kedua on kedua.code = second_reason
    where $hasil = 'semua' or hasil = $hasil
)

select * exclude (review_id), (select count(*) from terpilih) as jumlah
from terpilih
order by case when $urut = 'terlama' then diputus end, diputus desc, review_id
limit $batas offset $mulai
