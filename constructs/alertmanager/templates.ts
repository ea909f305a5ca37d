/**
 * What a notification says. Only annotations that every alert has are used: summary, description, the links to runbook
 * and dashboard. https://prometheus.io/docs/alerting/latest/notifications/
 */

/** `[FIRING:2] RstmdbDown prod/mainnet`, and one paragraph an alert. */
export const NOTIFICATION_TEMPLATES = `{{ define "vedette.title" -}}
[{{ .Status | toUpper }}{{ if eq .Status "firing" }}:{{ .Alerts.Firing | len }}{{ end }}] {{ .CommonLabels.alertname }} {{ .CommonLabels.environment }}/{{ .CommonLabels.cluster }}
{{- end }}
{{ define "vedette.text" -}}
{{ range .Alerts -}}
{{ .Annotations.summary }}
{{ .Annotations.description }}
Runbook: {{ .Annotations.runbook_url }}
Dashboard: {{ .Annotations.dashboard_url }}

{{ end -}}
{{- end }}
`;
