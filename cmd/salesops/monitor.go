package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"runtime"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"salesops/api"
	"salesops/internal/fault"
)

// monitor gives the figures of a running server to Prometheus. Its figures are of the program, never of sales: it
// listens at an address of its own, where nobody signs in.
type monitor struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
	running  prometheus.Gauge
	server   *http.Server
}

// requestBuckets are the limits of the durations that are counted, in seconds. They include the limits that
// docs/performance.md holds answers to.
var requestBuckets = []float64{.005, .01, .025, .05, .1, .15, .3, .5, 1, 2.5, 5, 10, 30}

type routeKey struct{}

func newMonitor(w *workspace) *monitor {
	m := &monitor{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "salesops_http_request_duration_seconds", Help: "Duration of answered requests.",
			Buckets: requestBuckets,
		}, []string{"route", "method", "code"}),
		running: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "salesops_http_requests_running", Help: "Requests that are being answered.",
		}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "salesops_build_info", Help: "Version of the program; the value is always 1.",
		ConstLabels: prometheus.Labels{"version": release, "commit": commit, "go": runtime.Version()},
	})
	build.Set(1)
	m.registry.MustRegister(m.requests, m.running, build, folderFigures{w},
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// counted counts the requests that next answers.
func (m *monitor) counted(next http.Handler, routeOf func(*http.Request) string) http.Handler {
	measured := promhttp.InstrumentHandlerDuration(m.requests, promhttp.InstrumentHandlerInFlight(m.running, next),
		promhttp.WithLabelFromCtx("route", func(ctx context.Context) string {
			route, _ := ctx.Value(routeKey{}).(string)
			return route
		}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		measured.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), routeKey{}, routeOf(r))))
	})
}

// listen serves /metrics, /healthz and /readyz at addr until close.
func (m *monitor) listen(ctx context.Context, addr string, w *workspace) (net.Addr, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fault.Invalidf("--monitor-addr %s: cannot listen there: %w", addr, err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{
		ErrorHandling: promhttp.ContinueOnError, MaxRequestsInFlight: 2, Timeout: 10 * time.Second,
	}))
	mux.HandleFunc("GET /healthz", api.Alive)
	mux.HandleFunc("GET /readyz", w.api.Readiness)
	m.server = &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 5 * time.Second,
		WriteTimeout: 15 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10}
	go func() {
		if err := m.server.Serve(l); err != nil && !errors.Is(err, http.ErrServerClosed) {
			w.logger.Error("the figures of the program are not served any more", "error", err)
		}
	}()
	return l.Addr(), nil
}

func (m *monitor) close() error {
	if m.server == nil {
		return nil
	}
	return m.server.Close()
}
