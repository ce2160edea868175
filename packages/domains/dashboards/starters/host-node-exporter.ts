import type { StarterPlan } from "./build.ts";

const on = 'instance=~"$instance"';
const share = [
  { value: 0, level: "ok" },
  { value: 0.8, level: "sev3" },
  { value: 0.95, level: "sev1" },
] as const;
/** Not the file systems that live in memory or inside images. */
const disk = `fstype!~"tmpfs|ramfs|overlay|squashfs|fuse.*",${on}`;
const nic = `device!~"lo|veth.*|docker.*|br-.*",${on}`;

/** Prometheus' node_exporter. */
export const hostNodeExporter: StarterPlan = {
  key: "host-node-exporter",
  title: "Host (node_exporter)",
  description: "Processors, memory, disks and network of machines that run Prometheus' node_exporter.",
  tags: ["host", "prometheus"],
  variables: [
    {
      name: "job",
      label: "Job",
      kind: "query",
      query: "label_values(node_uname_info, job)",
      chosen: [],
      includeAll: true,
      multi: true,
      needs: ["node_uname_info"],
    },
    {
      name: "instance",
      label: "Instance",
      kind: "query",
      query: 'label_values(node_cpu_seconds_total{job=~"$job"}, instance)',
      multi: true,
      includeAll: true,
      chosen: ["$__all"],
      needs: ["node_cpu_seconds_total"],
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
          needs: ["node_cpu_seconds_total"],
          queries: [
            [
              `1 - sum(rate(node_cpu_seconds_total{mode=~"idle|iowait",${on}}[$__rate_interval])) / sum(rate(node_cpu_seconds_total{${on}}[$__rate_interval]))`,
            ],
          ],
          options: { unit: "ratio", min: 0, max: 1, thresholds: [...share] },
        },
        {
          title: "Memory in use",
          type: "gauge",
          w: 4,
          h: 5,
          needs: ["node_memory_MemAvailable_bytes", "node_memory_MemTotal_bytes"],
          queries: [
            [`1 - sum(node_memory_MemAvailable_bytes{${on}}) / sum(node_memory_MemTotal_bytes{${on}})`],
          ],
          options: { unit: "ratio", min: 0, max: 1, thresholds: [...share] },
        },
        {
          title: "Fullest file system",
          type: "gauge",
          w: 4,
          h: 5,
          needs: ["node_filesystem_avail_bytes", "node_filesystem_size_bytes"],
          queries: [[`1 - min(node_filesystem_avail_bytes{${disk}} / node_filesystem_size_bytes{${disk}})`]],
          options: { unit: "ratio", min: 0, max: 1, thresholds: [...share] },
        },
        {
          title: "Load, one minute",
          type: "stat",
          w: 4,
          h: 5,
          needs: ["node_load1"],
          queries: [[`sum(node_load1{${on}})`]],
        },
        {
          title: "Memory",
          type: "stat",
          w: 4,
          h: 5,
          needs: ["node_memory_MemTotal_bytes"],
          queries: [[`sum(node_memory_MemTotal_bytes{${on}})`]],
          options: { unit: "bytes", trend: false },
        },
        {
          title: "Running for",
          type: "stat",
          w: 4,
          h: 5,
          needs: ["node_boot_time_seconds"],
          queries: [[`time() - max(node_boot_time_seconds{${on}})`]],
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
          needs: ["node_cpu_seconds_total"],
          queries: [
            [
              `sum by (mode) (rate(node_cpu_seconds_total{mode!="idle",${on}}[$__rate_interval]))`,
              "{{mode}}",
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
          needs: ["node_load1"],
          queries: [
            [`sum(node_load1{${on}})`, "1 minute"],
            [`sum(node_load5{${on}})`, "5 minutes"],
            [`sum(node_load15{${on}})`, "15 minutes"],
          ],
        },
        {
          title: "Memory",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["node_memory_MemAvailable_bytes", "node_memory_MemTotal_bytes"],
          queries: [
            [`sum(node_memory_MemTotal_bytes{${on}}) - sum(node_memory_MemAvailable_bytes{${on}})`, "in use"],
            [`sum(node_memory_MemAvailable_bytes{${on}})`, "available"],
          ],
          options: { unit: "bytes", stacked: true, min: 0 },
        },
        {
          title: "Pressure",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["node_pressure_cpu_waiting_seconds_total"],
          queries: [
            [`sum(rate(node_pressure_cpu_waiting_seconds_total{${on}}[$__rate_interval]))`, "processor"],
            [`sum(rate(node_pressure_io_waiting_seconds_total{${on}}[$__rate_interval]))`, "disks"],
            [`sum(rate(node_pressure_memory_waiting_seconds_total{${on}}[$__rate_interval]))`, "memory"],
          ],
          options: { unit: "ratio" },
          description: "Share of time in which some task had to wait.",
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
          needs: ["node_disk_read_bytes_total", "node_disk_written_bytes_total"],
          queries: [
            [`sum(rate(node_disk_read_bytes_total{${on}}[$__rate_interval]))`, "read"],
            [`sum(rate(node_disk_written_bytes_total{${on}}[$__rate_interval]))`, "written"],
          ],
          options: { unit: "bytesPerSecond" },
        },
        {
          title: "Time a device was busy",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["node_disk_io_time_seconds_total"],
          queries: [
            [
              `max by (device) (rate(node_disk_io_time_seconds_total{${on}}[$__rate_interval]))`,
              "{{device}}",
            ],
          ],
          options: { unit: "ratio" },
        },
        {
          title: "File systems",
          type: "bar",
          w: 24,
          h: 7,
          needs: ["node_filesystem_avail_bytes", "node_filesystem_size_bytes"],
          queries: [
            [
              `1 - max by (instance, mountpoint) (node_filesystem_avail_bytes{${disk}} / node_filesystem_size_bytes{${disk}})`,
              "{{instance}} {{mountpoint}}",
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
          needs: ["node_network_receive_bytes_total", "node_network_transmit_bytes_total"],
          queries: [
            [`sum(rate(node_network_receive_bytes_total{${nic}}[$__rate_interval]))`, "received"],
            [`sum(rate(node_network_transmit_bytes_total{${nic}}[$__rate_interval]))`, "sent"],
          ],
          options: { unit: "bytesPerSecond" },
        },
        {
          title: "Errors and drops",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["node_network_receive_errs_total"],
          queries: [
            [`sum(rate(node_network_receive_errs_total{${nic}}[$__rate_interval]))`, "errors, received"],
            [`sum(rate(node_network_transmit_errs_total{${nic}}[$__rate_interval]))`, "errors, sent"],
            [`sum(rate(node_network_receive_drop_total{${nic}}[$__rate_interval]))`, "drops, received"],
            [`sum(rate(node_network_transmit_drop_total{${nic}}[$__rate_interval]))`, "drops, sent"],
          ],
          options: { unit: "perSecond" },
        },
      ],
    },
  ],
};
