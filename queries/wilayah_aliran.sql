-- title: Dari kecamatan asal ke lokasi pengambilan
-- definition: Permohonan yang masuk menurut kecamatan tempat tinggal pemohon dan lokasi pengambilan yang dipilihnya.
--   Bagian dihitung terhadap seluruh permohonan dari kecamatan itu. Kantor sendiri: kantor
--   kecamatan tempat tinggal pemohon. Jumlah di bawah 5 ditulis "<5".
-- unit: permohonan
-- grain: satu baris per kecamatan asal dan lokasi pengambilan yang dipilih
-- period: tanggal permohonan masuk
-- excludes: tidak ada; kecamatan atau lokasi yang tidak tercatat tampil sebagai Tidak diketahui
with aliran as (
    select kecamatan, lokasi, count(*) as n
    from submissions
    where submitted_at >= $start and submitted_at < $end
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by kecamatan, lokasi
)

select
    aliran.kecamatan,
    coalesce(
        asal.name, case aliran.kecamatan when 'TIDAK_DIKETAHUI' then 'Tidak diketahui' else aliran.kecamatan end
    ) as nama_kecamatan,
    aliran.lokasi,
    coalesce(
        tujuan.name, case aliran.lokasi when 'TIDAK_DIKETAHUI' then 'Tidak diketahui' else aliran.lokasi end
    ) as nama_lokasi,
    coalesce(tujuan.kind, 'lain') as jenis,
    coalesce(tujuan.kind = 'kecamatan' and tujuan.kecamatan = aliran.kecamatan, false) as sendiri,
    n,
    sum(n) over (partition by aliran.kecamatan)::bigint as jumlah,
    n / sum(n) over (partition by aliran.kecamatan) as bagian
from aliran
left join dim_kecamatan as asal on asal.code = aliran.kecamatan
left join dim_lokasi as tujuan on tujuan.code = aliran.lokasi
order by
    aliran.kecamatan = 'TIDAK_DIKETAHUI',
    aliran.kecamatan,
    aliran.lokasi = 'TIDAK_DIKETAHUI',
    coalesce(tujuan.position, 999),
    aliran.lokasi
