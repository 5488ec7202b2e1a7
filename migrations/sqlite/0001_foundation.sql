-- The foundation: accounts, courses, channels, messages, the journal.
-- Times are Unix milliseconds; ids are the 16 bytes of a UUID; a closed set is a text with a check.

create table meta (
    key text not null primary key,
    value text not null
) strict;

create table users (
    id blob not null primary key,
    login text not null unique,
    display_name text not null,
    role text not null check (role in ('admin', 'user', 'guest')),
    password_hash text,
    -- No check: languages come with the program, and a check in SQLite could not follow.
    language text,
    session_version integer not null default 0,
    created_at integer not null,
    deactivated_at integer,
    expires_at integer
) strict;

create table sessions (
    id blob not null primary key,
    token_hash blob not null unique,
    user_id blob not null references users (id) on delete cascade,
    session_version integer not null,
    user_agent text not null,
    created_at integer not null,
    last_seen_at integer not null
) strict;

create index sessions_by_user on sessions (user_id, last_seen_at);

create table courses (
    id blob not null primary key,
    slug text not null unique,
    code text not null,
    title text not null,
    term text not null,
    state text not null check (state in ('active', 'ended')),
    is_open integer not null check (is_open in (0, 1)),
    students_create_groups integer not null default 1 check (students_create_groups in (0, 1)),
    access_version integer not null default 1,
    created_at integer not null
) strict;

create table enrollments (
    course_id blob not null references courses (id),
    user_id blob not null references users (id),
    role text not null check (role in ('instructor', 'assistant', 'student', 'guest')),
    joined_at integer not null,
    primary key (course_id, user_id)
) strict, without rowid;

create index enrollments_by_user on enrollments (user_id);

create table channels (
    id blob not null primary key,
    course_id blob references courses (id),
    name text not null,
    name_key text not null,
    description text not null,
    kind text not null check (kind in ('public', 'private', 'announcement', 'direct')),
    slow_mode_s integer not null default 0 check (slow_mode_s >= 0),
    changed_seq integer not null default 0,
    archived_at integer,
    created_by blob references users (id),
    created_at integer not null,
    unique (course_id, name_key),
    check ((kind = 'direct') = (course_id is null))
) strict;

-- Apart from the channel, so that posting never writes the row that every permission check reads.
create table channel_counters (
    channel_id blob not null primary key references channels (id),
    posted integer not null default 0,
    gone integer not null default 0,
    last_position integer not null default 0
) strict, without rowid;

create table channel_aliases (
    course_id blob not null references courses (id),
    name_key text not null,
    channel_id blob not null references channels (id),
    primary key (course_id, name_key)
) strict, without rowid;

create index channel_aliases_by_channel on channel_aliases (channel_id);

create table memberships (
    channel_id blob not null references channels (id),
    user_id blob not null references users (id),
    role text not null check (role in ('owner', 'moderator', 'member', 'readonly')),
    joined_at integer not null,
    primary key (channel_id, user_id)
) strict, without rowid;

create index memberships_by_user on memberships (user_id);

create table messages (
    id blob not null primary key,
    channel_id blob not null references channels (id),
    position integer,
    author_id blob references users (id),
    client_message_id blob,
    draft_digest blob not null,
    body text not null,
    html text not null,
    renderer integer not null,
    state text not null check (state in (
        'visible', 'held', 'sent_back', 'rejected', 'withdrawn', 'expired', 'removed', 'deleted'
    )),
    version integer not null default 1,
    changed_seq integer not null,
    thread_root_id blob references messages (id),
    reply_count integer not null default 0 check (reply_count >= 0),
    created_at integer not null,
    edited_at integer,
    deleted_at integer,
    unique (author_id, channel_id, client_message_id),
    unique (channel_id, position)
) strict;

-- Unread messages are counted in the first index alone; the second finds where a newcomer's begin.
create index messages_unread on messages (channel_id, position, author_id, created_at)
    where state = 'visible' and thread_root_id is null;
create index messages_by_time on messages (channel_id, created_at, position)
    where state = 'visible' and thread_root_id is null;
create index messages_by_thread on messages (thread_root_id, position)
    where thread_root_id is not null;

create table message_versions (
    message_id blob not null references messages (id),
    version integer not null,
    body text not null,
    html text not null,
    renderer integer not null,
    replaced_at integer not null,
    primary key (message_id, version)
) strict;

create table read_markers (
    user_id blob not null references users (id),
    channel_id blob not null references channels (id),
    position integer not null,
    updated_at integer not null,
    primary key (user_id, channel_id)
) strict, without rowid;

create table subjects (
    subject text not null primary key,
    head integer not null
) strict, without rowid;

create table events (
    subject text not null,
    seq integer not null,
    at integer not null,
    kind text not null,
    reference blob not null,
    detail text,
    access_version integer not null,
    primary key (subject, seq)
) strict, without rowid;

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
