//! The two schemas are one, and every statement fits both.

use sqlx::{Connection, Executor, PgConnection, SqlSafeStr, SqliteConnection};
use store::statements::{self, Statement};
use store::{Dialect, Store};

use crate::world::{self, World};

store::both_backends! {
    async fn every_statement_prepares(world: World) {
        let dialect = world.store.dialect();
        let text = |statement: &Statement| dialect.pick(statement.sqlite, statement.postgres);
        let statements = statements::all();
        assert!(statements.len() > 50, "the catalogue holds {}", statements.len());
        let needed = statements.iter().filter(|statement| !text(statement).is_empty());
        for statement in needed {
            let sql = text(statement).into_sql_str();
            let failed = match dialect {
                Dialect::Sqlite => sqlite_conn(&world).await.prepare(sql).await.err(),
                Dialect::Postgres => postgres_conn(&world).await.prepare(sql).await.err(),
            };
            assert!(failed.is_none(), "{}: {}", statement.name, failed.unwrap());
        }
    }

    async fn migrating_twice_changes_nothing(world: World) {
        assert_eq!(world.store.pending_migrations().await.unwrap(), Vec::<i64>::new());
        let version = world.store.schema_version().await.unwrap();
        assert_eq!(version, Some(2));
        world.store.migrate().await.unwrap();
        assert_eq!(world.store.schema_version().await.unwrap(), version);
        world.store.ping().await.unwrap();
    }

    async fn the_epoch_is_set_once(world: World) {
        for fresh in ["one", "two"] {
            let write = world.store.write(async |tx| store::meta::ensure_epoch(tx, fresh).await);
            assert_eq!(write.await.unwrap(), "one");
        }
        assert_eq!(world.store.read(store::meta::epoch).await.unwrap(), "one");
    }
}

#[tokio::test]
async fn an_empty_file_has_every_migration_pending() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("lyceum.db").display());
    let store = Store::open(&url).await.unwrap();
    assert_eq!(store.schema_version().await.unwrap(), None);
    assert_eq!(store.pending_migrations().await.unwrap(), vec![1, 2]);
    store.close().await;
}

#[tokio::test]
async fn addresses_of_nothing_are_refused() {
    for url in ["mysql://x", "sqlite::memory:", "sqlite://", "lyceum.db", ""] {
        let refused = matches!(Store::open(url).await, Err(store::Error::BadUrl(_)));
        assert!(refused, "{url:?}");
    }
    let refused = Store::open("mysql://ada:s3cret@host/db").await.err().unwrap();
    assert!(!format!("{refused} {refused:?}").contains("s3cret"), "{refused:?}");
}

#[tokio::test]
async fn the_schemas_have_the_same_tables_and_columns() {
    let (sender, mut columns) = tokio::sync::mpsc::channel(2);
    let send = sender.clone();
    world::on_sqlite(async move |world| send.send(sqlite_columns(&world).await).await.unwrap())
        .await;
    world::on_postgres(async move |world| {
        sender.send(postgres_columns(&world).await).await.unwrap();
    })
    .await;
    let of_sqlite = columns.recv().await.unwrap();
    assert!(of_sqlite.len() > 80, "{} columns", of_sqlite.len());
    let Some(of_postgres) = columns.recv().await else { return };
    assert_eq!(of_sqlite, of_postgres);
}

/// Table, column, kind of value, and whether it may be absent.
type Column = (String, String, String, i64);

async fn sqlite_columns(world: &World) -> Vec<Column> {
    let sql = "
        select t.name, c.name, lower(c.type), c.\"notnull\"
        from sqlite_master t join pragma_table_info(t.name) c
        where t.type = 'table' and t.name not like 'sqlite%' and t.name not like '\\_%' escape '\\'
        order by t.name, c.name";
    sqlx::query_as(sql).fetch_all(&mut sqlite_conn(world).await).await.unwrap()
}

async fn postgres_columns(world: &World) -> Vec<Column> {
    let sql = "
        select table_name::text, column_name::text,
            case data_type when 'bigint' then 'integer' when 'uuid' then 'blob'
                when 'bytea' then 'blob' else data_type::text end,
            case is_nullable when 'NO' then 1::bigint else 0::bigint end
        from information_schema.columns c join information_schema.tables t
            using (table_schema, table_name)
        where table_schema = 'public' and table_type = 'BASE TABLE'
            and table_name not like '\\_%'
        order by table_name::text collate \"C\", column_name::text collate \"C\"";
    sqlx::query_as(sql).fetch_all(&mut postgres_conn(world).await).await.unwrap()
}

async fn sqlite_conn(world: &World) -> SqliteConnection {
    SqliteConnection::connect(&world.url).await.unwrap()
}

async fn postgres_conn(world: &World) -> PgConnection {
    PgConnection::connect(&world.url).await.unwrap()
}
