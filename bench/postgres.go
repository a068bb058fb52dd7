package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// peer is a PostgreSQL server of the benchmark's own, in a folder of its own, reached by socket.
type peer struct {
	dir, bin string
	conn     *pgx.Conn
	as       *user.User // PostgreSQL refuses to run as root
}

// startPeer initialises a server in a temporary folder, which its own user can enter, and
// starts it with the memory settings a careful administrator would choose on such a machine.
func startPeer(ctx context.Context) (*peer, error) {
	bin, err := postgresBin()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "salesops-bench-postgres-")
	if err != nil {
		return nil, err
	}
	p := &peer{dir: dir, bin: bin}
	if os.Geteuid() == 0 {
		if p.as, err = user.Lookup("postgres"); err != nil {
			return nil, fmt.Errorf("run the benchmark as an ordinary user, or install postgresql: %w", err)
		}
	}
	if p.as != nil {
		uid, _ := strconv.Atoi(p.as.Uid)
		gid, _ := strconv.Atoi(p.as.Gid)
		if err := os.Chown(dir, uid, gid); err != nil {
			return nil, err
		}
	}
	data := filepath.Join(dir, "data")
	if err := p.run(ctx, "initdb", "-D", data, "-A", "trust", "-E", "UTF8", "--no-locale"); err != nil {
		return nil, err
	}
	options := strings.Join([]string{
		"-k " + dir, "-c listen_addresses=", "-c shared_buffers=4GB", "-c work_mem=256MB",
		"-c maintenance_work_mem=1GB",
		"-c effective_cache_size=12GB", "-c max_parallel_workers_per_gather=2", "-c jit=on",
		"-c fsync=off", "-c max_wal_size=8GB",
	}, " ")
	if err := p.run(ctx, "pg_ctl", "-D", data, "-o", options, "-l", filepath.Join(dir, "log"),
		"-w", "start"); err != nil {
		return nil, err
	}
	name := "postgres"
	if p.as == nil {
		if me, err := user.Current(); err == nil {
			name = me.Username
		}
	}
	p.conn, err = pgx.Connect(ctx, fmt.Sprintf("host=%s user=%s dbname=postgres", dir, name))
	return p, err
}

func postgresBin() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", errors.New(
			"PostgreSQL is not installed: run tools/setup --with-tests, or apt-get install postgresql")
	}
	slices.Sort(found)
	return filepath.Dir(found[len(found)-1]), nil
}

func (p *peer) run(ctx context.Context, tool string, args ...string) error {
	path := filepath.Join(p.bin, tool)
	if p.as != nil {
		args = append([]string{"-u", p.as.Username, "--", path}, args...)
		path = "runuser"
	}
	command := exec.CommandContext(ctx, path, args...) //nolint:gosec // our own arguments
	command.Dir = p.dir
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", tool, err, out)
	}
	return nil
}

func (p *peer) stop() error {
	ctx, cancel := context.WithTimeout(context.Background(),
		time.Minute) //nolint:contextcheck // must stop even when the run was cancelled
	defer cancel()
	return errors.Join(p.conn.Close(ctx), p.run(ctx, "pg_ctl", "-D", filepath.Join(p.dir, "data"), "-m", "fast",
		"-w", "stop"), os.RemoveAll(p.dir))
}

// load copies tables from the columns into the peer under the same names, so that one
// text of SQL asks both.
func (p *peer) load(ctx context.Context, columns *sql.DB, tables []string) error {
	for _, table := range tables {
		if err := p.copyTable(ctx, columns, table); err != nil {
			return fmt.Errorf("copy %s: %w", table, err)
		}
	}
	for _, index := range []string{
		`CREATE INDEX ON deal_end (closed_on) INCLUDE (outcome, amount, owner)`,
		`CREATE INDEX ON deal_end (created_on)`,
		`CREATE INDEX ON deal_end (id)`,
		`CREATE INDEX ON deal_now (eff_from)`,
		`CREATE INDEX ON deal_now (created_on)`,
		`CREATE INDEX ON deal_ver (eff_to, eff_from) INCLUDE (outcome, amount, owner, stage)`,
		`CREATE INDEX ON deal_ver (id)`,
		`CREATE INDEX ON deal_past (known_to)`,
		`CREATE INDEX ON org (person, eff_from, eff_to)`,
		`CREATE INDEX ON account_now (id)`,
	} {
		if _, err := p.conn.Exec(ctx, index); err != nil {
			return fmt.Errorf("%s: %w", index, err)
		}
	}
	_, err := p.conn.Exec(ctx, "ANALYZE")
	return err
}

func (p *peer) copyTable(ctx context.Context, columns *sql.DB, table string) error {
	rows, err := columns.QueryContext(ctx,
		`SELECT column_name, data_type FROM information_schema.columns WHERE table_name = ? AND table_schema = 'main'
			ORDER BY ordinal_position`, table)
	if err != nil {
		return err
	}
	defer rows.Close()
	var ddl []string
	for rows.Next() {
		var name, kind string
		if err := rows.Scan(&name, &kind); err != nil {
			return err
		}
		if kind == "DOUBLE" {
			kind = "DOUBLE PRECISION"
		}
		ddl = append(ddl, `"`+name+`" `+kind)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if len(ddl) == 0 {
		return errors.New("the columns have no such table")
	}
	if _, err := p.conn.Exec(ctx, `CREATE UNLOGGED TABLE `+table+` (`+strings.Join(ddl, ", ")+`)`); err != nil {
		return err
	}
	file := filepath.Join(p.dir, table+".csv")
	if _, err := columns.ExecContext(ctx, `COPY `+table+` TO '`+
		file+`' (FORMAT csv, HEADER false, NULLSTR '\N')`); err != nil {
		return err
	}
	in, err := os.Open(file) //nolint:gosec // our own file
	if err != nil {
		return err
	}
	defer in.Close()
	if _, err := p.conn.PgConn().CopyFrom(ctx, in, `COPY `+table+` FROM STDIN (FORMAT csv, NULL '\N')`); err != nil {
		return err
	}
	return os.Remove(file)
}
