-- title: Permohonan yang keterangannya tidak diketahui
-- definition: Bagian permohonan masuk yang layanan, varian layanan, kecamatan, kelurahan, lokasi atau kanalnya tidak
--   diketahui. Permohonan itu tetap dihitung di setiap angka, sebagai "tidak diketahui".
-- unit: permohonan
-- grain: satu baris per keterangan
-- period: tanggal permohonan masuk
-- excludes: tidak ada
with masuk as (
    select
        count(*) as dari,
        count(*) filter (layanan = 'TIDAK_DIKETAHUI') as layanan,
        count(*) filter (varian = 'TIDAK_DIKETAHUI') as varian,
        count(*) filter (kecamatan = 'TIDAK_DIKETAHUI') as kecamatan,
        count(*) filter (kelurahan = 'TIDAK_DIKETAHUI') as kelurahan,
        count(*) filter (lokasi = 'TIDAK_DIKETAHUI') as lokasi,
        count(*) filter (kanal = 'TIDAK_DIKETAHUI') as kanal
    from submissions
    where submitted_at >= $start and submitted_at < $end
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

baris as (
    select dari, unnest([
        {'urutan': 1, 'dimensi': 'layanan', 'n': layanan},
        {'urutan': 2, 'dimensi': 'varian', 'n': varian},
        {'urutan': 3, 'dimensi': 'kecamatan', 'n': kecamatan},
        {'urutan': 4, 'dimensi': 'kelurahan', 'n': kelurahan},
        {'urutan': 5, 'dimensi': 'lokasi', 'n': lokasi},
        {'urutan': 6, 'dimensi': 'kanal', 'n': kanal}
    ], recursive := true)
    from masuk
)

select dimensi, n, dari, n / nullif(dari, 0) as porsi
from baris
order by urutan
