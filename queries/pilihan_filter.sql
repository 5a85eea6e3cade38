-- title: Pilihan saringan
-- definition: Layanan, kecamatan, lokasi dan kanal yang dapat dipilih.
-- unit: kode
-- grain: satu baris per pilihan
-- period: tidak bergantung pada periode
-- excludes: kecamatan dan lokasi di luar wilayah kerja akun
with pilihan as (
    select 'layanan' as jenis, code as kode, name as nama, position as urutan from dim_layanan
    union all
    select 'kecamatan', code, name, 0 from dim_kecamatan
    where ($scope_kecamatan is null or list_contains($scope_kecamatan, code))
    union all
    select 'lokasi', code, name, position from dim_lokasi
    where ($scope_lokasi is null or list_contains($scope_lokasi, code))
    union all
    select 'kanal', kode, nama, urutan
    from (
        values ('aplikasi', 'Aplikasi', 1), ('loket', 'Loket', 2), ('halo_pamor', 'Halo Pamor', 3),
            ('halo_petugas', 'Halo Petugas', 4), ('lain', 'Lain', 5)
    ) as kanal (kode, nama, urutan)
    union all
    select unnest(['layanan', 'kecamatan', 'lokasi', 'kanal']), 'TIDAK_DIKETAHUI', 'Tidak diketahui', 999
)

select jenis, kode, nama
from pilihan
order by jenis, urutan, nama
