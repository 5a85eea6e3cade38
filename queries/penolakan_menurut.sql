-- title: Tingkat penolakan menurut layanan, jenis, kanal atau wilayah
-- definition: Ditolak dibagi seluruh putusan, dengan rentang 95 % (Wilson). Baris yang rentangnya memuat angka
--   keseluruhan setara dengan keseluruhan; satu dari 20 dapat keluar dari rentangnya hanya karena kebetulan. Di
--   bawah 20 putusan tidak dinilai. Kecamatan adalah tempat tinggal pemohon, lokasi tempat pelayanannya.
-- unit: persen
-- grain: satu baris per layanan, jenis permohonan, kanal, kecamatan atau lokasi yang mempunyai putusan
-- period: saat diputus
-- excludes: langkah yang dibatalkan beserta pembatalannya; Gagal
-- option: menurut = layanan | varian | kanal | kecamatan | lokasi (layanan) - pengelompokan
with hitungan as (
    select
        case $menurut
            when 'layanan' then layanan
            when 'varian' then layanan || '/' || varian
            when 'kanal' then kanal
            when 'kecamatan' then kecamatan
            else lokasi
        end as kode,
        any_value(layanan) as layanan,
        any_value(varian) as varian,
        count(*) as putusan,
        count(*) filter (to_status = 'DITOLAK') as ditolak
    from stays
    where left_at >= $start and left_at < $end and to_status not in ('DIAMBIL', 'GAGAL')
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by kode
),

nama_kode as (
    select code as kode, name as nama from dim_layanan where $menurut = 'layanan'
    union all
    select code, name from dim_kecamatan where $menurut = 'kecamatan'
    union all
    select code, name from dim_lokasi where $menurut = 'lokasi'
    union all
    select dim_varian.layanan || '/' || dim_varian.code, dim_varian.name || ' – ' || dim_layanan.name
    from dim_varian
    inner join dim_layanan on dim_layanan.code = dim_varian.layanan
    where $menurut = 'varian'
    union all
    select kode, nama
    from (
        values ('aplikasi', 'Aplikasi'), ('loket', 'Loket'), ('halo_pamor', 'Halo Pamor'),
            ('halo_petugas', 'Halo Petugas'), ('lain', 'Lain')
    ) as kanal (kode, nama)
    where $menurut = 'kanal'
)

-- Wilson with z = 1.96, both sides multiplied by n: z^2 = 3.8416, z^2 / 2 = 1.9208, z^2 / 4 = 0.9604.
select
    kode,
    coalesce(
        nama,
        case when kode = 'TIDAK_DIKETAHUI' then 'Tidak diketahui' end,
        case
            when $menurut = 'varian'
                then case varian when 'TIDAK_DIKETAHUI' then 'Jenis tidak diketahui' else varian end || ' – ' || coalesce(
                    dim_layanan.name, case layanan when 'TIDAK_DIKETAHUI' then 'layanan tidak diketahui' else layanan end
                )
        end,
        kode
    ) as nama,
    putusan,
    ditolak,
    ditolak / putusan as tingkat,
    greatest(0, (ditolak + 1.9208 - 1.96 * sqrt(ditolak * (putusan - ditolak) / putusan + 0.9604))
        / (putusan + 3.8416)) as low,
    least(1, (ditolak + 1.9208 + 1.96 * sqrt(ditolak * (putusan - ditolak) / putusan + 0.9604))
        / (putusan + 3.8416)) as high,
    putusan >= 20 as cukup,
    sum(ditolak) over () / sum(putusan) over () as keseluruhan
from hitungan
left join nama_kode using (kode)
left join dim_layanan on dim_layanan.code = layanan
order by cukup desc, tingkat desc, putusan desc, kode
