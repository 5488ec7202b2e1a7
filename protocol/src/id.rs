//! Ids. All are UUIDv7, made by the server's clock, except [`ClientMessageId`], which the client
//! chooses.

id! {
    /// A person's account.
    UserId
}
id! {
    /// One signed-in browser.
    SessionId
}
id! {
    /// A class and term.
    CourseId
}
id! {
    /// A named place of conversation.
    ChannelId
}
id! {
    /// A posted message.
    MessageId
}
id! {
    /// The idempotency key that a client chooses for one draft.
    ClientMessageId
}
