import type { StarterPlan } from "./build.ts";

const on = 'host_name=~"$host"';
const share = [
  { value: 0, level: "ok" },
  { value: 0.8, level: "sev3" },
  { value: 0.95, level: "sev1" },
] as const;

/** OpenTelemetry's host metrics, as Triops' own monitoring and the Collector's hostmetrics receiver send them. */
export const host: StarterPlan = {
  key: "host",
  title: "Host",
  description: "Processors, memory, disks and network, from OpenTelemetry host metrics.",
  tags: ["host", "opentelemetry"],
  variables: [
    {
      name: "host",
      label: "Host",
      kind: "query",
      query: "label_values(system_memory_usage_bytes, host_name)",
      multi: true,
      includeAll: true,
      chosen: ["$__all"],
      needs: ["system_memory_usage_bytes"],
    },
  ],
  sections: [
    {
      title: "",
      panels: [
        {
          title: "Processor busy",
          type: "gauge",
          w: 4,
          h: 5,
          needs: ["system_cpu_busy_ratio"],
          queries: [[`avg(system_cpu_busy_ratio{${on}})`]],
          options: { unit: "ratio", min: 0, max: 1, thresholds: [...share] },
        },
        {
          title: "Processor busy",
          type: "gauge",
          w: 4,
          h: 5,
          needs: ["system_cpu_time_seconds_total"],
          queries: [
            [
              `1 - sum(rate(system_cpu_time_seconds_total{state="idle",${on}}[$__rate_interval])) / sum(rate(system_cpu_time_seconds_total{${on}}[$__rate_interval]))`,
            ],
          ],
          options: { unit: "ratio", min: 0, max: 1, thresholds: [...share] },
        },
        {
          title: "Memory in use",
          type: "gauge",
          w: 4,
          h: 5,
          needs: ["system_memory_utilization_ratio"],
          queries: [[`avg(system_memory_utilization_ratio{system_memory_state="used",${on}})`]],
          options: { unit: "ratio", min: 0, max: 1, thresholds: [...share] },
        },
        {
          title: "Fullest file system",
          type: "gauge",
          w: 4,
          h: 5,
          needs: ["system_filesystem_utilization_ratio"],
          queries: [[`max(system_filesystem_utilization_ratio{${on}})`]],
          options: { unit: "ratio", min: 0, max: 1, thresholds: [...share] },
        },
        {
          title: "Load, one minute",
          type: "stat",
          w: 4,
          h: 5,
          needs: ["system_cpu_load_average_1m"],
          queries: [[`sum(system_cpu_load_average_1m{${on}})`]],
        },
        {
          title: "Processes",
          type: "stat",
          w: 4,
          h: 5,
          needs: ["system_process_count"],
          queries: [[`sum(system_process_count{${on}})`]],
          options: { unit: "count" },
        },
        {
          title: "Running for",
          type: "stat",
          w: 4,
          h: 5,
          needs: ["system_uptime_seconds"],
          queries: [[`min(system_uptime_seconds{${on}})`]],
          options: { unit: "seconds", trend: false },
        },
      ],
    },
    {
      title: "Processor and memory",
      panels: [
        {
          title: "Processor time by mode",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["system_cpu_utilization_ratio"],
          queries: [
            [
              `sum by (cpu_mode) (avg by (host_name, cpu_mode) (system_cpu_utilization_ratio{cpu_mode!="idle",${on}}))`,
              "{{cpu_mode}}",
            ],
          ],
          options: { unit: "ratio", stacked: true, min: 0 },
        },
        {
          title: "Processor time by state",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["system_cpu_time_seconds_total"],
          queries: [
            [
              `sum by (state) (rate(system_cpu_time_seconds_total{state!="idle",${on}}[$__rate_interval]))`,
              "{{state}}",
            ],
          ],
          options: { stacked: true, min: 0 },
          description: "Processors' worth of work.",
        },
        {
          title: "Load",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["system_cpu_load_average_1m"],
          queries: [
            [`sum(system_cpu_load_average_1m{${on}})`, "1 minute"],
            [`sum(system_cpu_load_average_5m{${on}})`, "5 minutes"],
            [`sum(system_cpu_load_average_15m{${on}})`, "15 minutes"],
          ],
        },
        {
          title: "Memory by state",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["system_memory_usage_bytes"],
          queries: [
            [
              `sum by (system_memory_state, state) (system_memory_usage_bytes{${on}})`,
              "{{system_memory_state}}{{state}}",
            ],
          ],
          options: { unit: "bytes", stacked: true, min: 0 },
        },
        {
          title: "Swap in use",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["system_paging_usage_bytes"],
          queries: [
            [
              `sum by (system_paging_state, state) (system_paging_usage_bytes{${on}})`,
              "{{system_paging_state}}{{state}}",
            ],
          ],
          options: { unit: "bytes", stacked: true, min: 0 },
        },
      ],
    },
    {
      title: "Disks",
      panels: [
        {
          title: "Read and written",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["system_disk_io_bytes_total"],
          queries: [
            [
              `sum by (disk_io_direction, direction) (rate(system_disk_io_bytes_total{${on}}[$__rate_interval]))`,
              "{{disk_io_direction}}{{direction}}",
            ],
          ],
          options: { unit: "bytesPerSecond" },
        },
        {
          title: "Time a device was busy",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["system_disk_io_time_seconds_total"],
          queries: [
            [
              `sum by (system_device, device) (rate(system_disk_io_time_seconds_total{${on}}[$__rate_interval]))`,
              "{{system_device}}{{device}}",
            ],
          ],
          options: { unit: "ratio" },
        },
        {
          title: "File systems",
          type: "bar",
          w: 24,
          h: 6,
          needs: ["system_filesystem_utilization_ratio"],
          queries: [
            [
              `max by (host_name, system_filesystem_mountpoint, mountpoint) (system_filesystem_utilization_ratio{${on}})`,
              "{{host_name}} {{system_filesystem_mountpoint}}{{mountpoint}}",
            ],
          ],
          options: { unit: "ratio", min: 0, max: 1, thresholds: [...share] },
        },
      ],
    },
    {
      title: "Network",
      panels: [
        {
          title: "Received and sent",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["system_network_io_bytes_total"],
          queries: [
            [
              `sum by (network_io_direction, direction) (rate(system_network_io_bytes_total{${on}}[$__rate_interval]))`,
              "{{network_io_direction}}{{direction}}",
            ],
          ],
          options: { unit: "bytesPerSecond" },
        },
        {
          title: "Errors and drops",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["system_network_errors_total"],
          queries: [
            [`sum(rate(system_network_errors_total{${on}}[$__rate_interval]))`, "errors"],
            [
              `sum(rate(system_network_packet_dropped_total{${on}}[$__rate_interval])) or sum(rate(system_network_dropped_total{${on}}[$__rate_interval]))`,
              "dropped packets",
            ],
          ],
          options: { unit: "perSecond" },
        },
      ],
    },
  ],
};
