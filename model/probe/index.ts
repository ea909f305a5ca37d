/** Probes: what a service looks like to somebody who asks it from outside. */
export { certificateExpires, ofProbes, probeFailed, probeSlow } from './alerts';
export type { CertificateOptions, ProbeFailedOptions, Probes, ProbeSlowOptions } from './alerts';
export { certificateProbe, dnsProbe, httpProbe, Probe, probesOf, tcpProbe } from './declare';
export type { DnsProbeOptions, HttpProbeOptions, ProbeSpec, TcpProbeOptions } from './declare';
export { PROBE_JOB, probeMetrics, probeSuccess, readsProbes } from './metrics';
export type { DnsModule, DnsRecordType, HttpModule, ProbeModule, TcpModule } from './module';
