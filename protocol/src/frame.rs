//! Socket frames: JSON text on `/ws`, subprotocol `lyceum.v1`.

use serde::{Deserialize, Serialize};

use crate::cursor::{Seq, Subject};
use crate::event::Event;
use crate::fault::FaultCode;
use crate::id::{ChannelId, UserId};
use crate::signal::Signal;
use crate::time::Timestamp;

/// The subprotocol that both sides name in `Sec-WebSocket-Protocol`.
pub const SUBPROTOCOL: &str = "lyceum.v1";

/// Why the server closes a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum CloseCode {
    /// The server restarts; come back soon.
    Restarting = 1012,
    /// Nobody is signed in.
    Unauthenticated = 4001,
    /// The session ended.
    SessionEnded = 4003,
    /// The client reads too slowly; reconnect and open again.
    TooSlow = 4008,
    /// A frame was too large, too frequent or unreadable.
    BadFrame = 4009,
}

/// What a client says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientFrame {
    /// First frame: who speaks, and where it stopped in its own `user:` subject.
    Hello {
        /// Access token of a program; browsers have their cookie.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        token: Option<String>,
        /// The epoch of the cursors the client holds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        epoch: Option<String>,
        /// Last event of `user:<me>` it has.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<Seq>,
    },
    /// Follow a subject, from after a cursor or from its head.
    Open {
        /// Which.
        subject: Subject,
        /// Last event the client has.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<Seq>,
    },
    /// Stop following a subject.
    Close {
        /// Which.
        subject: Subject,
    },
    /// Ask for a sign of life.
    Ping,
    /// A frame that this build does not know: skipped.
    #[serde(other)]
    Unknown,
}

/// What the server says.
#[expect(clippy::large_enum_variant, reason = "most frames are events; a box would be for nothing")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", from = "FlatFrame")]
pub enum ServerFrame {
    /// Answer to `hello`.
    Hello {
        /// Name of this connection in the server's log.
        connection: String,
        /// Identity of the database lineage; cursors of another epoch mean nothing.
        epoch: String,
        /// The server's build; a page of another build is out of date.
        build: String,
        /// Who is signed in.
        user: UserId,
        /// Silence after which the client should ping.
        heartbeat_ms: u32,
    },
    /// Something happened.
    Event {
        /// In which stream.
        subject: Subject,
        /// At which place.
        seq: Seq,
        /// When.
        at: Timestamp,
        /// What.
        event: Event,
    },
    /// Replay met the head; what follows is live.
    Opened {
        /// Which stream.
        subject: Subject,
        /// Its head.
        head: Seq,
    },
    /// The cursor is unusable: take a fresh snapshot, then open from its `as_of`.
    Resync {
        /// Which stream.
        subject: Subject,
        /// Its head.
        head: Seq,
    },
    /// News of channels that are not open here; at most one frame a second.
    Activity {
        /// The channels.
        channels: Vec<ChannelActivity>,
    },
    /// Something ephemeral.
    Signal {
        /// About which stream.
        subject: Subject,
        /// What.
        signal: Signal,
    },
    /// A frame of the client's was refused.
    Fault {
        /// Why.
        code: FaultCode,
        /// One sentence.
        message: String,
        /// About which stream.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        subject: Option<Subject>,
    },
    /// Answer to `ping`.
    Pong,
    /// A frame that this build does not know: to be skipped.
    Unknown,
}

/// A frame of the server's as it is read; flat for the reason that events are.
#[derive(Deserialize)]
struct FlatFrame {
    #[serde(rename = "type")]
    kind: String,
    connection: Option<String>,
    epoch: Option<String>,
    build: Option<String>,
    user: Option<UserId>,
    heartbeat_ms: Option<u32>,
    subject: Option<Subject>,
    seq: Option<Seq>,
    at: Option<Timestamp>,
    event: Option<Event>,
    head: Option<Seq>,
    channels: Option<Vec<ChannelActivity>>,
    signal: Option<Signal>,
    code: Option<FaultCode>,
    message: Option<String>,
}

impl FlatFrame {
    fn known(self) -> Option<ServerFrame> {
        Some(match self.kind.as_str() {
            "hello" => ServerFrame::Hello {
                connection: self.connection?,
                epoch: self.epoch?,
                build: self.build?,
                user: self.user?,
                heartbeat_ms: self.heartbeat_ms?,
            },
            "event" => ServerFrame::Event {
                subject: self.subject?,
                seq: self.seq?,
                at: self.at?,
                event: self.event?,
            },
            "opened" => ServerFrame::Opened { subject: self.subject?, head: self.head? },
            "resync" => ServerFrame::Resync { subject: self.subject?, head: self.head? },
            "activity" => ServerFrame::Activity { channels: self.channels? },
            "signal" => ServerFrame::Signal { subject: self.subject?, signal: self.signal? },
            "fault" => ServerFrame::Fault {
                code: self.code?,
                message: self.message?,
                subject: self.subject,
            },
            "pong" => ServerFrame::Pong,
            _ => return None,
        })
    }
}

impl From<FlatFrame> for ServerFrame {
    fn from(flat: FlatFrame) -> Self {
        flat.known().unwrap_or(Self::Unknown)
    }
}

/// Running counts of one channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelActivity {
    /// Which channel.
    pub channel: ChannelId,
    /// Position of its newest top-level message.
    pub position: Seq,
    /// Top-level messages ever posted.
    pub posted: i64,
    /// Top-level messages taken away since.
    pub gone: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::CourseId;

    #[test]
    fn frames_are_the_json_of_the_contract() {
        let open: ClientFrame = serde_json::from_str(
            r#"{"type":"open","subject":"channel:0192f0c4-0000-7000-8000-000000000001","after":7}"#,
        )
        .unwrap();
        assert!(matches!(open, ClientFrame::Open { after: Some(Seq(7)), .. }));
        assert_eq!(serde_json::to_string(&ServerFrame::Pong).unwrap(), r#"{"type":"pong"}"#);
        let later: ServerFrame = serde_json::from_str(r#"{"type":"hologram","depth":3}"#).unwrap();
        assert_eq!(later, ServerFrame::Unknown);
        let event: ServerFrame = serde_json::from_str(
            r#"{"type":"event","subject":"user:0192f0c4-0000-7000-8000-000000000001","seq":1,"at":5,
                "event":{"type":"wave","hand":"left"}}"#,
        )
        .unwrap();
        assert!(matches!(event, ServerFrame::Event { event: Event::Unknown, .. }));
    }

    #[test]
    fn the_events_about_access_have_one_name_each() {
        let event = Event::CourseRevoked { course_id: CourseId(uuid::Uuid::from_u128(1)) };
        let json = serde_json::to_string(&event).unwrap();
        assert_eq!(
            json,
            r#"{"type":"access_revoked","course_id":"00000000-0000-0000-0000-000000000001"}"#
        );
        assert_eq!(serde_json::from_str::<Event>(&json).unwrap(), event);
    }

    #[test]
    fn every_frame_survives_its_json() {
        let channel = ChannelId(uuid::Uuid::from_u128(1));
        let subject = Subject::Channel(channel);
        let event = Event::ChannelUnlisted { channel_id: channel };
        let frames = [
            ServerFrame::Hello {
                connection: "c".into(),
                epoch: "e".into(),
                build: "b".into(),
                user: UserId(uuid::Uuid::from_u128(2)),
                heartbeat_ms: 15_000,
            },
            ServerFrame::Event { subject, seq: Seq(3), at: Timestamp(4), event },
            ServerFrame::Opened { subject, head: Seq(5) },
            ServerFrame::Resync { subject, head: Seq(6) },
            ServerFrame::Activity {
                channels: vec![ChannelActivity { channel, position: Seq(7), posted: 8, gone: 9 }],
            },
            ServerFrame::Signal {
                subject,
                signal: Signal::Read { channel, unread: crate::channel::Unread::default() },
            },
            ServerFrame::Fault {
                code: FaultCode::NotFound,
                message: "m".into(),
                subject: Some(subject),
            },
            ServerFrame::Fault { code: FaultCode::Malformed, message: "m".into(), subject: None },
            ServerFrame::Pong,
        ];
        for frame in frames {
            let json = serde_json::to_string(&frame).unwrap();
            assert_eq!(serde_json::from_str::<ServerFrame>(&json).unwrap(), frame, "{json}");
        }
        let lacking: ServerFrame = serde_json::from_str(r#"{"type":"opened"}"#).unwrap();
        assert_eq!(lacking, ServerFrame::Unknown);
    }
}
