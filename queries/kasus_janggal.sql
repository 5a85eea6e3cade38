-- title: Permohonan di balik data yang janggal
-- definition: Permohonan yang waktunya janggal atau yang mungkin ganda, satu per satu; jumlahnya sama dengan n pada
--   waktu yang janggal dan permohonan yang mungkin ganda.
-- unit: permohonan
-- grain: satu baris per langkah atau permohonan yang janggal
-- period: saat langkah berakhir; untuk permohonan yang masuk di masa depan dan yang mungkin ganda, tanggal masuk
-- excludes: langkah yang dibatalkan beserta pembatalannya
-- option: jenis = nol_menit | mundur | sebelum_masuk | tak_urut | masa_depan | masuk_masa_depan | ulang_dini | semenit (nol_menit) - apa yang janggal
-- option: urut = terbaru | terlama (terbaru) - urutan daftar menurut saat kejadian
-- option: batas = number (50) - banyaknya baris
-- option: mulai = number (0) - baris yang dilewati
with tak_urut as (
    -- The step recorded last of each request whose steps are out of order.
    select max(transition_id) as transition_id
    from stays
    where left_at >= $start and left_at < $end
      and $jenis = 'tak_urut'
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by request_id
    having arg_max(left_at, transition_id) < max(left_at)
),

masuk as (
    select
        request_id, resubmission_of, submitted_at, attempt, layanan, varian, kecamatan, kelurahan, lokasi, kanal
    from submissions
    where submitted_at >= $start and submitted_at < $end
      and $jenis in ('masuk_masa_depan', 'ulang_dini', 'semenit')
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

berakhir as (
    select request_id as sebelumnya, left_at as berakhir_pada
    from stays
    where to_status in ('DITOLAK', 'GAGAL')
      and request_id in (select resubmission_of from masuk where attempt > 1)
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

menurut_menit as (
    select
        *,
        row_number() over (
            partition by date_trunc('minute', submitted_at), layanan, varian, kelurahan, lokasi, kanal
            order by request_id
        ) as ke
    from masuk
    where $jenis = 'semenit' and attempt = 1 and kelurahan <> 'TIDAK_DIKETAHUI'
),

janggal as (
    select request_id, layanan, kecamatan, lokasi, kanal, submitted_at as masuk, from_status as status, left_at as pada
    from stays
    where left_at >= $start and left_at < $end
      and case $jenis
          when 'nol_menit' then calendar_seconds >= 0 and calendar_seconds < 60
          when 'mundur' then calendar_seconds < 0
          when 'sebelum_masuk' then entered_at < submitted_at
          when 'tak_urut' then transition_id in (select transition_id from tak_urut)
          when 'masa_depan' then left_at > $now + interval 1 minute
          else false
      end
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    union all
    select request_id, layanan, kecamatan, lokasi, kanal, submitted_at, 'VERIFIKASI', submitted_at
    from masuk
    where $jenis = 'masuk_masa_depan' and submitted_at > $now + interval 1 minute
    union all
    select request_id, layanan, kecamatan, lokasi, kanal, submitted_at, 'VERIFIKASI', submitted_at
    from masuk
    left join berakhir on sebelumnya = resubmission_of
    where $jenis = 'ulang_dini' and attempt > 1 and (berakhir_pada is null or berakhir_pada > submitted_at)
    union all
    select request_id, layanan, kecamatan, lokasi, kanal, submitted_at, 'VERIFIKASI', submitted_at
    from menurut_menit
    where ke > 1
)

select *, (select count(*) from janggal) as jumlah
from janggal
order by
    case when $urut = 'terbaru' then pada end desc,
    case when $urut = 'terlama' then pada end,
    request_id,
    status
limit $batas offset $mulai
