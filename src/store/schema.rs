//! The tables, as diesel sees them; the migrations are the truth.

use diesel::table;

table! { people (id) {
    id -> Text, username -> Text, name -> Text, email -> Text, zone -> Text, language -> Text,
    is_admin -> Bool, disabled_at -> Nullable<BigInt>, headline -> Text, voice -> Text,
    about -> Text, phone -> Text, portrait_version -> Nullable<BigInt>, created_at -> BigInt,
} }
table! { portraits (person_id, size) {
    person_id -> Text, size -> Text, media_type -> Text, bytes -> Binary,
} }
table! { credentials (person_id) { person_id -> Text, password_hash -> Text, } }
table! { sessions (token_hash) {
    token_hash -> Text, person_id -> Text, created_at -> BigInt, expires_at -> BigInt,
} }
table! { tokens (token_hash) {
    token_hash -> Text, person_id -> Text, label -> Text, created_at -> BigInt,
} }
table! { settings (key) { key -> Text, value -> Text, } }
table! { person_languages (person_id, language) { person_id -> Text, language -> Text, } }
table! { schedules (id) { id -> Text, person_id -> Text, name -> Text, zone -> Text, } }
table! { schedule_rules (schedule_id, position) {
    schedule_id -> Text, position -> Integer, weekday -> Nullable<Integer>,
    date -> Nullable<Text>, from_minute -> Nullable<Integer>, to_minute -> Nullable<Integer>,
} }
table! { event_types (id) {
    id -> Text, person_id -> Nullable<Text>, schedule_id -> Nullable<Text>, slug -> Text, title -> Text,
    description -> Text, durations -> Text, step -> Integer, buffer_before -> Integer,
    buffer_after -> Integer, buffers_add_up -> Bool, minimum_notice -> Integer,
    window_days -> Nullable<Integer>, window_from -> Nullable<Text>, window_to -> Nullable<Text>,
    per_day -> Nullable<Integer>, per_week -> Nullable<Integer>, per_month -> Nullable<Integer>,
    minutes_per_day -> Nullable<Integer>, seats -> Integer, needs_approval -> Bool,
    location_kind -> Text, location_value -> Text, visibility -> Text, created_at -> BigInt,
    team_id -> Nullable<Text>,
} }
table! { teams (id) {
    id -> Text, slug -> Text, name -> Text, description -> Text, zone -> Text,
    created_at -> BigInt,
} }
table! { memberships (team_id, person_id) {
    team_id -> Text, person_id -> Text, role -> Text, weight -> Integer, joined_at -> BigInt,
} }
table! { event_type_hosts (event_type_id, person_id) {
    event_type_id -> Text, person_id -> Text, part -> Integer, is_optional -> Bool,
} }
table! { booking_hosts (booking_id, position) {
    booking_id -> Text, person_id -> Text, position -> Integer,
} }
table! { fairness (id) {
    id -> Text, team_id -> Text, person_id -> Text, booking_id -> Text, kind -> Text,
    reason -> Text, weight -> Integer, change -> BigInt, at -> BigInt,
} }
table! { balances (team_id, person_id) {
    team_id -> Text, person_id -> Text, balance -> BigInt, asked -> Integer, taken -> Integer,
    declined -> Integer, absent -> Integer, last_taken_at -> Nullable<BigInt>,
} }
table! { questions (event_type_id, position) {
    event_type_id -> Text, position -> Integer, key -> Text, label -> Text, kind -> Text,
    options -> Text, is_required -> Bool, purpose -> Text, keep_days -> BigInt,
} }
table! { bookings (id) {
    id -> Text, event_type_id -> Text, person_id -> Text, status -> Text,
    hold_until -> Nullable<BigInt>, cancelled_at -> Nullable<BigInt>,
    cancelled_by -> Nullable<Text>, starts_at -> BigInt, ends_at -> BigInt, sequence -> Integer,
    title -> Text, location_kind -> Text, location_value -> Text, reason -> Text,
    created_at -> BigInt, updated_at -> BigInt,
} }
table! { attendees (id) {
    id -> Text, booking_id -> Text, name -> Text, email -> Text, zone -> Text,
    language -> Text, guests -> Text,
} }
table! { answers (booking_id, position) {
    booking_id -> Text, position -> Integer, question -> Text, answer -> Text, kind -> Text,
    keep_days -> BigInt, delete_at -> BigInt,
} }
table! { clients (id) {
    id -> Text, person_id -> Text, email -> Text, name -> Text, search_name -> Text,
    next_step -> Text, noted_at -> Nullable<BigInt>, review_at -> Nullable<BigInt>,
} }
table! { notes (id) {
    id -> Text, client_id -> Text, body -> Text, created_at -> BigInt, updated_at -> BigInt,
} }
table! { note_settings (person_id) { person_id -> Text, keep_days -> BigInt, } }
table! { links (token_hash) { token_hash -> Text, booking_id -> Text, purpose -> Text, } }
table! { rooms (booking_id) { booking_id -> Text, backend -> Text, name -> Text, } }
table! { claims (holder_id, person_id) {
    holder_id -> Text, person_id -> Text, event_type_id -> Nullable<Text>, starts_at -> BigInt,
    ends_at -> BigInt, kind -> Text, expires_at -> Nullable<BigInt>, buffer_before -> Integer,
    buffer_after -> Integer,
} }
table! { holds (token_hash) {
    token_hash -> Text, holder_id -> Text, event_type_id -> Text, starts_at -> BigInt,
    ends_at -> BigInt, expires_at -> BigInt, renewals -> Integer,
} }
table! { policies (event_type_id) {
    event_type_id -> Text, free_until -> Integer, fee_kind -> Text, fee_value -> Integer,
    most_moves -> Nullable<Integer>, move_until -> Integer, max_open -> Nullable<Integer>,
    once_per_person -> Bool, answer_within -> Integer,
} }
table! { booking_policies (booking_id) {
    booking_id -> Text, free_until -> Integer, fee_kind -> Text, fee_value -> Integer,
    most_moves -> Nullable<Integer>, move_until -> Integer, max_open -> Nullable<Integer>,
    once_per_person -> Bool, answer_within -> Integer, moves -> Integer,
    late_at -> Nullable<BigInt>, waived_at -> Nullable<BigInt>, waived_by -> Nullable<Text>,
} }
table! { no_shows (booking_id) { booking_id -> Text, marked_at -> BigInt, } }
table! { private_links (id) {
    id -> Text, token_hash -> Text, event_type_id -> Text, label -> Text,
    most_uses -> Nullable<Integer>, uses -> Integer, expires_at -> Nullable<BigInt>,
    email -> Nullable<Text>, price_cents -> Nullable<Integer>, created_at -> BigInt,
    revoked_at -> Nullable<BigInt>,
} }
table! { private_link_uses (booking_id) { booking_id -> Text, link_id -> Text, } }
table! { packages (id) {
    id -> Text, token_hash -> Text, event_type_id -> Text, seller_id -> Text, title -> Text,
    minutes -> Integer, client_name -> Text, client_email -> Text, client_zone -> Text,
    client_language -> Text, size -> Integer, taken -> Integer, cents -> Nullable<BigInt>,
    single_cents -> Nullable<BigInt>, currency -> Text, tax -> Text, zone -> Text,
    last_day -> Nullable<Text>, frozen_on -> Nullable<Text>, ended_at -> Nullable<BigInt>,
    refund_cents -> Nullable<BigInt>, created_at -> BigInt, ended_by -> Nullable<Text>,
} }
table! { package_sessions (booking_id) {
    booking_id -> Text, package_id -> Text, counts -> Bool, series_id -> Nullable<Text>,
} }
table! { package_invoices (invoice_id) { invoice_id -> Text, package_id -> Text, } }
table! { package_entries (id) {
    id -> Text, package_id -> Text, booking_id -> Nullable<Text>, kind -> Text,
    change -> Integer, days -> Integer, at -> BigInt,
} }
table! { blocks (id) {
    id -> Text, person_id -> Text, pattern -> Text, note -> Text, created_at -> BigInt,
} }
table! { busy (id) {
    id -> Text, person_id -> Text, starts_at -> BigInt, ends_at -> BigInt, source -> Text,
    title -> Text, is_long -> Bool,
} }
table! { energy_rules (person_id, position) {
    person_id -> Text, position -> Integer, kind -> Text, event_type_id -> Nullable<Text>,
    other_event_type_id -> Nullable<Text>, amount -> Nullable<Integer>, more -> Nullable<Integer>,
} }
table! { calendar_accounts (id) {
    id -> Text, person_id -> Text, name -> Text, url -> Text, username -> Text,
    password -> Text, created_at -> BigInt, next_at -> BigInt, checked_at -> Nullable<BigInt>,
    failures -> Integer, problem -> Nullable<Text>,
} }
table! { remote_calendars (id) {
    id -> Text, account_id -> Text, url -> Text, name -> Text, is_writable -> Bool,
    is_read -> Bool, is_written -> Bool, sync_token -> Nullable<Text>, ctag -> Nullable<Text>,
    read_at -> Nullable<BigInt>, whole_at -> Nullable<BigInt>, skipped -> Integer,
    problem -> Nullable<Text>,
} }
table! { remote_objects (calendar_id, href) {
    calendar_id -> Text, href -> Text, id -> Text, etag -> Text,
} }
table! { remote_sessions (booking_id, calendar_id) {
    booking_id -> Text, calendar_id -> Text, href -> Text, etag -> Text, starts_at -> BigInt,
    found -> Nullable<Text>, found_starts_at -> Nullable<BigInt>, found_at -> Nullable<BigInt>,
} }
table! { attendee_replies (booking_id, email) {
    booking_id -> Text, email -> Text, answer -> Text, sequence -> Integer, replied_at -> BigInt,
} }
table! { templates (event_type_id) { event_type_id -> Text, locks -> Text, } }
table! { template_copies (event_type_id) { event_type_id -> Text, template_id -> Text, } }
table! { time_off (id) {
    id -> Text, person_id -> Text, first_day -> Nullable<Text>, last_day -> Nullable<Text>,
    starts_at -> Nullable<BigInt>, ends_at -> Nullable<BigInt>, zone -> Nullable<Text>,
    message -> Text, substitute_id -> Nullable<Text>,
} }
table! { away_offers (booking_id) {
    booking_id -> Text, person_id -> Text, absence_id -> Text, message -> Text,
    substitute_id -> Nullable<Text>, made_at -> BigInt, answer -> Nullable<Text>,
    answered_at -> Nullable<BigInt>,
} }
table! { subscriptions (id) {
    id -> Text, person_id -> Text, name -> Text, url -> Nullable<Text>, file -> Nullable<Binary>,
    tentative_blocks -> Bool, created_at -> BigInt, etag -> Nullable<Text>,
    last_modified -> Nullable<Text>, next_at -> BigInt, checked_at -> Nullable<BigInt>,
    read_at -> Nullable<BigInt>, failures -> Integer, problem -> Nullable<Text>,
    events -> Integer, times -> Integer, skipped -> Integer, skipped_lines -> Text,
} }
table! { feeds (id) {
    id -> Text, person_id -> Text, team_id -> Nullable<Text>, detail -> Text,
    token_hash -> Text, created_at -> BigInt, fetched_at -> Nullable<BigInt>,
} }
table! { calendars (id) {
    id -> Text, person_id -> Text, slug -> Text, name -> Text, color -> Text,
    position -> Integer, description -> Text, changes -> BigInt,
    public_id -> Nullable<Text>, public_hash -> Nullable<Text>,
} }
table! { calendar_objects (id) {
    id -> Text, calendar_id -> Text, name -> Text, uid -> Text, etag -> Text, body -> Text,
    starts_at -> BigInt, ends_at -> BigInt, modified_at -> BigInt, indexed_at -> BigInt,
} }
table! { calendar_changes (calendar_id, name) {
    calendar_id -> Text, name -> Text, number -> BigInt,
} }
table! { actors (id) {
    id -> Text, person_id -> Nullable<Text>, team_id -> Nullable<Text>, public_key -> Text,
    sealed_key -> Text, created_at -> BigInt,
} }
table! { instances (host) {
    host -> Text, trust -> Text, actor -> Nullable<Text>, created_at -> BigInt,
    seen_at -> Nullable<BigInt>, failing_since -> Nullable<BigInt>, failures -> Integer,
    last_error -> Text,
} }
table! { remote_actors (id) {
    id -> Text, host -> Text, kind -> Text, name -> Text, inbox -> Text,
    shared_inbox -> Nullable<Text>, key_id -> Text, public_key -> Text, fetched_at -> BigInt,
} }
table! { follows (follower, followed) {
    follower -> Text, followed -> Text, id -> Text, host -> Text, state -> Text,
    created_at -> BigInt,
} }
table! { inbox_seen (origin, activity) {
    origin -> Text, activity -> Text, body_hash -> Text, received_at -> BigInt,
} }
table! { deliveries (id) {
    id -> Text, actor_id -> Text, host -> Text, inbox -> Text, kind -> Text, follow -> Text,
    follower -> Text, followed -> Text, expires_at -> BigInt,
} }
table! { app_passwords (id) {
    id -> Text, person_id -> Text, label -> Text, hash -> Text, created_at -> BigInt,
    last_used_at -> Nullable<BigInt>,
} }
table! { holiday_choices (person_id) { person_id -> Text, region -> Text, switched -> Text, } }
table! { jobs (id) {
    id -> Text, kind -> Text, subject -> Text, detail -> Text, key -> Text, run_at -> BigInt,
    attempts -> Integer, leased_until -> Nullable<BigInt>, parked_at -> Nullable<BigInt>,
    last_error -> Text,
} }
table! { mails (key) { key -> Text, sent_at -> BigInt, } }
table! { reminder_plans (event_type_id) { event_type_id -> Text, tone -> Nullable<Text>, } }
table! { reminders (event_type_id, position) {
    event_type_id -> Text, position -> Integer, id -> Text, kind -> Text, amount -> Integer,
    audience -> Text, subject_de -> Text, body_de -> Text, subject_en -> Text, body_en -> Text,
} }
table! { reminder_tones (person_id) { person_id -> Text, tone -> Text, } }
table! { idempotency (key_hash) {
    key_hash -> Text, request_hash -> Text, booking_id -> Text, created_at -> BigInt,
} }
table! { polls (id) {
    id -> Text, person_id -> Text, event_type_id -> Text, token_hash -> Text, title -> Text,
    description -> Text, zone -> Text, language -> Text, minutes -> Integer,
    deadline -> Nullable<BigInt>, closes_itself -> Bool, reminds -> Bool, holds -> Bool,
    sight -> Text, most_yes -> Nullable<Integer>, status -> Text, option_id -> Nullable<Text>,
    booking_id -> Nullable<Text>, reminded_at -> Nullable<BigInt>, created_at -> BigInt,
} }
table! { poll_options (id) {
    id -> Text, poll_id -> Text, starts_at -> BigInt, ends_at -> BigInt,
} }
table! { poll_participants (id) {
    id -> Text, poll_id -> Text, person_id -> Nullable<Text>, token_hash -> Text, name -> Text,
    email -> Nullable<Text>, zone -> Text, language -> Text, comment -> Text,
    answered_at -> Nullable<BigInt>,
} }
table! { poll_votes (participant_id, option_id) {
    option_id -> Text, participant_id -> Text, answer -> Text,
} }
table! { prices (event_type_id, duration, position) {
    event_type_id -> Text, duration -> Integer, position -> Integer, cents -> BigInt,
    covers -> Text, currency -> Text, tax -> Text,
} }
table! { charges (booking_id) {
    booking_id -> Text, cents -> BigInt, currency -> Text, tax -> Text, step -> Text,
    agreed_at -> Nullable<BigInt>, consent -> Text,
} }
table! { withdrawals (booking_id) {
    booking_id -> Text, received_at -> BigInt, cents -> BigInt, currency -> Text,
} }
table! { invoice_senders (person_id) {
    person_id -> Text, name -> Text, address -> Text, tax_number -> Text, vat_id -> Text,
    iban -> Text, bic -> Text, note -> Text, prefix -> Text, is_automatic -> Bool,
} }
table! { invoice_numbers (person_id, year) {
    person_id -> Text, year -> Integer, last -> Integer,
} }
table! { invoices (id) {
    id -> Text, person_id -> Text, year -> Integer, serial -> Integer, number -> Text,
    takes_back -> Nullable<Text>, issued_on -> Text, client_name -> Text, client_address -> Text,
    client_email -> Text, client_language -> Text, sender_name -> Text, sender_address -> Text,
    sender_tax_number -> Text, sender_vat_id -> Text, sender_iban -> Text, sender_bic -> Text,
    sender_note -> Text, currency -> Text, cents -> BigInt,
} }
table! { invoice_lines (invoice_id, position) {
    invoice_id -> Text, position -> Integer, booking_id -> Nullable<Text>, title -> Text,
    starts_at -> BigInt, ends_at -> BigInt, zone -> Text, cents -> BigInt, tax -> Text,
} }
table! { payments (invoice_id) { invoice_id -> Text, paid_on -> Text, } }
table! { group_rules (event_type_id) {
    event_type_id -> Text, set_times_only -> Bool, minimum -> Integer, decide_before -> Integer,
    close_before -> Nullable<Integer>, extra_places -> Integer,
} }
table! { group_sessions (id) {
    id -> Text, event_type_id -> Text, title -> Text, starts_at -> BigInt, ends_at -> BigInt,
    seats -> Integer, seats_taken -> Integer, minimum -> Integer, decide_at -> Nullable<BigInt>,
    signup_closes_at -> BigInt, status -> Text, is_set -> Bool, replay_url -> Text,
    replay_until -> Nullable<BigInt>, sequence -> Integer,
} }
table! { group_bookings (booking_id) {
    booking_id -> Text, session_id -> Text, places -> Integer, attendance -> Text,
} }
table! { group_rooms (session_id) { session_id -> Text, backend -> Text, name -> Text, } }
table! { group_members (id) {
    id -> Text, event_type_id -> Text, name -> Text, email -> Text, language -> Text,
} }
table! { group_messages (id) {
    id -> Text, session_id -> Text, subject -> Text, body -> Text, sent_at -> BigInt,
} }
table! { waiting (id) {
    id -> Text, event_type_id -> Text, token_hash -> Text, wish -> Text,
    wish_from -> Nullable<BigInt>, wish_to -> Nullable<BigInt>, duration -> Integer,
    places -> Integer, state -> Text, offers -> Integer, offer_from -> Nullable<BigInt>,
    offer_to -> Nullable<BigInt>, offer_until -> Nullable<BigInt>,
    session_id -> Nullable<Text>, booking_id -> Nullable<Text>, name -> Text, email -> Text,
    zone -> Text, language -> Text, guests -> Text, created_at -> BigInt,
    ended_at -> Nullable<BigInt>,
} }
table! { waiting_answers (waiting_id, position) {
    waiting_id -> Text, position -> Integer, question -> Text, answer -> Text, kind -> Text,
    keep_days -> BigInt,
} }

diesel::allow_tables_to_appear_in_same_query!(calendars, calendar_objects);
diesel::joinable!(attendees -> bookings (booking_id));
diesel::joinable!(links -> bookings (booking_id));
diesel::joinable!(booking_policies -> bookings (booking_id));
diesel::joinable!(no_shows -> bookings (booking_id));
diesel::joinable!(memberships -> people (person_id));
diesel::joinable!(memberships -> teams (team_id));
diesel::joinable!(booking_hosts -> bookings (booking_id));
diesel::joinable!(payments -> invoices (invoice_id));
diesel::joinable!(template_copies -> templates (template_id));
diesel::joinable!(template_copies -> event_types (event_type_id));
diesel::joinable!(group_bookings -> bookings (booking_id));
diesel::joinable!(group_bookings -> group_sessions (session_id));
diesel::allow_tables_to_appear_in_same_query!(
    calendar_accounts,
    remote_calendars,
    remote_objects,
    remote_sessions,
    people,
    portraits,
    person_languages,
    credentials,
    sessions,
    tokens,
    settings,
    schedules,
    schedule_rules,
    event_types,
    questions,
    bookings,
    attendees,
    answers,
    clients,
    notes,
    note_settings,
    links,
    rooms,
    claims,
    busy,
    energy_rules,
    templates,
    template_copies,
    time_off,
    holiday_choices,
    away_offers,
    jobs,
    mails,
    idempotency,
    teams,
    memberships,
    event_type_hosts,
    booking_hosts,
    fairness,
    balances,
    polls,
    poll_options,
    poll_participants,
    poll_votes,
    prices,
    charges,
    withdrawals,
    invoice_senders,
    invoice_numbers,
    invoices,
    invoice_lines,
    payments,
    reminder_plans,
    reminders,
    reminder_tones,
    holds,
    policies,
    booking_policies,
    no_shows,
    private_links,
    private_link_uses,
    packages,
    package_sessions,
    package_entries,
    package_invoices,
    blocks,
    group_rules,
    group_sessions,
    group_bookings,
    group_rooms,
    group_members,
    group_messages,
    waiting,
    waiting_answers,
);
