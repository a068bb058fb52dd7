package main

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"salesops/internal/disk"
	"salesops/internal/period"
	"salesops/record"
)

// folderFigures reads the figures of a data folder when they are asked for. A figure that cannot be read is left
// out.
type folderFigures struct{ w *workspace }

var (
	logPosition = prometheus.NewDesc("salesops_log_position", "Changes in the log.", nil, nil)
	columnsLag  = prometheus.NewDesc("salesops_columns_lag_changes",
		"Changes of the log that the columns do not have yet.", nil, nil)
	openJobs  = prometheus.NewDesc("salesops_jobs_open", "Jobs that wait or run.", []string{"kind", "state"}, nil)
	fileBytes = prometheus.NewDesc("salesops_file_bytes", "Size of a file of the data folder.",
		[]string{"file"}, nil)
	freeBytes = prometheus.NewDesc("salesops_disk_free_bytes",
		"Space that the program may still use on the disk of the data folder.", nil, nil)
	backupTime = prometheus.NewDesc("salesops_last_backup_timestamp_seconds",
		"When the newest complete backup was made; absent while there is none.", nil, nil)
	checkedTime = prometheus.NewDesc("salesops_last_verified_backup_timestamp_seconds",
		"When the newest backup that was verified was made; absent while there is none.", nil, nil)
	ready = prometheus.NewDesc("salesops_ready", "1 while requests should be sent here, otherwise 0.", nil, nil)
)

// Describe implements prometheus.Collector.
func (folderFigures) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		logPosition, columnsLag, openJobs, fileBytes, freeBytes, backupTime, checkedTime, ready,
	} {
		out <- d
	}
}

// Collect implements prometheus.Collector.
func (f folderFigures) Collect(out chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	head := f.w.log.Head()
	gauge(logPosition, float64(head))
	gauge(columnsLag, float64(max(0, head-f.w.columns.Position())))
	isReady := 1.0
	if len(f.w.troubles()) > 0 {
		isReady = 0
	}
	gauge(ready, isReady)
	f.jobs(gauge)
	for _, name := range []string{truthName, truthName + "-wal", columnsName, columnsName + ".wal"} {
		if info, err := os.Stat(filepath.Join(f.w.dir, name)); err == nil {
			gauge(fileBytes, float64(info.Size()), name)
		}
	}
	if free, err := disk.Free(f.w.dir); err == nil {
		gauge(freeBytes, float64(free))
	}
	f.backups(gauge)
}

type gaugeFunc func(d *prometheus.Desc, v float64, labels ...string)

func (f folderFigures) jobs(gauge gaugeFunc) {
	ctx, done := context.WithTimeout(context.Background(), 5*time.Second)
	defer done()
	open, err := f.w.api.Jobs.Open(ctx, "*")
	if err != nil {
		return
	}
	counts := map[[2]string]int{}
	for _, k := range f.w.api.JobKinds() {
		for _, state := range []record.JobState{record.JobWaiting, record.JobRunning} {
			counts[[2]string{k.Name, string(state)}] = 0
		}
	}
	for _, j := range open {
		counts[[2]string{j.Kind, string(j.State)}]++
	}
	for key, n := range counts {
		gauge(openJobs, float64(n), key[0], key[1])
	}
}

func (f folderFigures) backups(gauge gaugeFunc) {
	listed, err := f.w.api.Backups.List()
	if err != nil {
		return
	}
	for _, l := range listed { // newest first
		if l.Bad == nil {
			gauge(backupTime, seconds(l.At))
			break
		}
	}
	for _, l := range listed {
		if l.Verified != nil {
			gauge(checkedTime, seconds(l.At))
			break
		}
	}
}

func seconds(at period.Instant) float64 { return float64(at.Time().UnixMilli()) / 1000 }
