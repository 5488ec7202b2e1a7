-- Reactions and pins.

create table reactions (
    message_id uuid not null references messages (id),
    user_id uuid not null references users (id),
    -- No check: which emoji there are comes with the program.
    emoji text not null,
    created_at bigint not null,
    primary key (message_id, emoji, user_id)
);

-- A pin is a mark on its message: there is one of each message at most, and it goes with the words.
alter table messages add column pinned_at bigint;
alter table messages add column pinned_by uuid references users (id);

create index messages_pinned on messages (channel_id, pinned_at)
    where pinned_at is not null;

drop view shown_messages;

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
    e.role as author_course_role,
    m.pinned_at,
    p.display_name as pinned_by
from messages m
join channels c on c.id = m.channel_id
left join users u on u.id = m.author_id
left join enrollments e on e.course_id = c.course_id and e.user_id = m.author_id
left join users p on p.id = m.pinned_by;
