-- The foundation: accounts, courses, channels, messages, the journal.
-- Texts that order a list compare by bytes, as they do on the other engine. Times are Unix
-- milliseconds; ids are UUIDs; a closed set is a text with a check.

create table meta (
    key text not null primary key,
    value text not null
);

create table users (
    id uuid not null primary key,
    login text collate "C" not null constraint users_login unique,
    display_name text collate "C" not null,
    role text not null check (role in ('admin', 'user', 'guest')),
    password_hash text,
    -- No check: languages come with the program, and a check in SQLite could not follow.
    language text,
    session_version bigint not null default 0,
    created_at bigint not null,
    deactivated_at bigint,
    expires_at bigint
);

create table sessions (
    id uuid not null primary key,
    token_hash bytea not null constraint sessions_token_hash unique,
    user_id uuid not null references users (id) on delete cascade,
    session_version bigint not null,
    user_agent text not null,
    created_at bigint not null,
    last_seen_at bigint not null
);

create index sessions_by_user on sessions (user_id, last_seen_at);

create table courses (
    id uuid not null primary key,
    slug text collate "C" not null constraint courses_slug unique,
    code text not null,
    title text not null,
    term text not null,
    state text not null check (state in ('active', 'ended')),
    is_open bigint not null check (is_open in (0, 1)),
    students_create_groups bigint not null default 1 check (students_create_groups in (0, 1)),
    access_version bigint not null default 1,
    created_at bigint not null
);

create table enrollments (
    course_id uuid not null references courses (id),
    user_id uuid not null references users (id),
    role text not null check (role in ('instructor', 'assistant', 'student', 'guest')),
    joined_at bigint not null,
    primary key (course_id, user_id)
);

create index enrollments_by_user on enrollments (user_id);

create table channels (
    id uuid not null primary key,
    course_id uuid references courses (id),
    name text not null,
    name_key text collate "C" not null,
    description text not null,
    kind text not null check (kind in ('public', 'private', 'announcement', 'direct')),
    slow_mode_s bigint not null default 0 check (slow_mode_s >= 0),
    changed_seq bigint not null default 0,
    archived_at bigint,
    created_by uuid references users (id),
    created_at bigint not null,
    constraint channels_course_id_name_key unique (course_id, name_key),
    check ((kind = 'direct') = (course_id is null))
);

-- Apart from the channel, so that posting never writes the row that every permission check reads.
create table channel_counters (
    channel_id uuid not null primary key references channels (id),
    posted bigint not null default 0,
    gone bigint not null default 0,
    last_position bigint not null default 0
) with (fillfactor = 70);

create table channel_aliases (
    course_id uuid not null references courses (id),
    name_key text collate "C" not null,
    channel_id uuid not null references channels (id),
    primary key (course_id, name_key)
);

create index channel_aliases_by_channel on channel_aliases (channel_id);

create table memberships (
    channel_id uuid not null references channels (id),
    user_id uuid not null references users (id),
    role text not null check (role in ('owner', 'moderator', 'member', 'readonly')),
    joined_at bigint not null,
    primary key (channel_id, user_id)
);

create index memberships_by_user on memberships (user_id);

create table messages (
    id uuid not null primary key,
    channel_id uuid not null references channels (id),
    position bigint,
    author_id uuid references users (id),
    client_message_id uuid,
    draft_digest bytea not null,
    body text not null,
    html text not null,
    renderer bigint not null,
    state text not null check (state in (
        'visible', 'held', 'sent_back', 'rejected', 'withdrawn', 'expired', 'removed', 'deleted'
    )),
    version bigint not null default 1,
    changed_seq bigint not null,
    thread_root_id uuid references messages (id),
    reply_count bigint not null default 0 check (reply_count >= 0),
    created_at bigint not null,
    edited_at bigint,
    deleted_at bigint,
    constraint messages_author_id_channel_id_client_message_id
        unique (author_id, channel_id, client_message_id),
    constraint messages_channel_id_position unique (channel_id, position)
);

-- Unread messages are counted in the first index alone; the second finds where a newcomer's begin.
create index messages_unread on messages (channel_id, position, author_id, created_at)
    where state = 'visible' and thread_root_id is null;
create index messages_by_time on messages (channel_id, created_at, position)
    where state = 'visible' and thread_root_id is null;
create index messages_by_thread on messages (thread_root_id, position)
    where thread_root_id is not null;

create table message_versions (
    message_id uuid not null references messages (id),
    version bigint not null,
    body text not null,
    html text not null,
    renderer bigint not null,
    replaced_at bigint not null,
    primary key (message_id, version)
);

create table read_markers (
    user_id uuid not null references users (id),
    channel_id uuid not null references channels (id),
    position bigint not null,
    updated_at bigint not null,
    primary key (user_id, channel_id)
);

create table subjects (
    subject text collate "C" not null primary key,
    head bigint not null
) with (fillfactor = 70);

create table events (
    subject text collate "C" not null,
    seq bigint not null,
    at bigint not null,
    kind text not null,
    reference uuid not null,
    detail text,
    access_version bigint not null,
    primary key (subject, seq)
);

-- Messages as they may be shown. Every read of messages goes through here: words that are not
-- visible never leave the database.
create view shown_messages as
select
    m.id,
    m.channel_id,
    m.position,
    m.client_message_id,
    m.draft_digest,
    case when m.state = 'visible' then m.body else '' end as body,
    case when m.state = 'visible' then m.html else '' end as html,
    m.state,
    m.version,
    m.changed_seq,
    m.thread_root_id,
    m.reply_count,
    m.created_at,
    m.edited_at,
    m.deleted_at,
    m.author_id,
    u.login as author_login,
    u.display_name as author_name,
    u.role as author_role,
    e.role as author_course_role
from messages m
join channels c on c.id = m.channel_id
left join users u on u.id = m.author_id
left join enrollments e on e.course_id = c.course_id and e.user_id = m.author_id;
