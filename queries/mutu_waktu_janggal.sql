-- title: Waktu yang janggal
-- definition: Langkah yang waktunya tidak masuk akal, menurut jenisnya. Kurang dari satu menit (nol menit):
--   status ditinggalkan kurang dari satu menit setelah dimasuki. Berakhir sebelum mulai: status ditinggalkan
--   sebelum dimasuki. Mulai sebelum masuk: status dimasuki sebelum permohonannya masuk. Tidak berurutan (per
--   permohonan): langkah yang dicatat paling akhir berakhir sebelum langkah lain pada permohonan yang sama. Masa
--   depan: permohonan masuk, atau langkah berakhir, sesudah saat data ini.
-- unit: langkah; permohonan untuk tidak berurutan dan masuk di masa depan
-- grain: satu baris per jenis
-- period: saat langkah berakhir; untuk permohonan yang masuk di masa depan, tanggal masuk
-- excludes: langkah yang dibatalkan beserta pembatalannya, karena salah tekan wajar dibatalkan dalam satu menit
with langkah as (
    select
        count(*) as dari,
        count(*) filter (calendar_seconds >= 0 and calendar_seconds < 60) as nol_menit,
        count(*) filter (calendar_seconds < 0) as mundur,
        count(*) filter (entered_at < submitted_at) as sebelum_masuk,
        count(*) filter (left_at > $now + interval 1 minute) as masa_depan
    from stays
    where left_at >= $start and left_at < $end
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

-- A request whose steps were recorded in their order ended with the step recorded last.
permohonan as (
    select max(left_at) as terakhir, arg_max(left_at, transition_id) as tercatat_terakhir
    from stays
    where left_at >= $start and left_at < $end
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by request_id
),

urutan_langkah as (
    select count(*) as dari, count(*) filter (tercatat_terakhir < terakhir) as tak_urut
    from permohonan
),

masuk as (
    select count(*) as dari, count(*) filter (submitted_at > $now + interval 1 minute) as masuk_masa_depan
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
    select unnest([
        {'urutan': 1, 'jenis': 'nol_menit', 'n': nol_menit, 'dari': langkah.dari},
        {'urutan': 2, 'jenis': 'mundur', 'n': mundur, 'dari': langkah.dari},
        {'urutan': 3, 'jenis': 'sebelum_masuk', 'n': sebelum_masuk, 'dari': langkah.dari},
        {'urutan': 4, 'jenis': 'tak_urut', 'n': tak_urut, 'dari': urutan_langkah.dari},
        {'urutan': 5, 'jenis': 'masa_depan', 'n': masa_depan, 'dari': langkah.dari},
        {'urutan': 6, 'jenis': 'masuk_masa_depan', 'n': masuk_masa_depan, 'dari': masuk.dari}
    ], recursive := true)
    from langkah
    cross join urutan_langkah
    cross join masuk
)

select jenis, n, dari, n / nullif(dari, 0) as porsi
from baris
order by urutan
