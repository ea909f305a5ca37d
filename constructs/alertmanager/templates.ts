/**
 * What a notification says. Only annotations that every alert has are used: summary, description, the links to runbook
 * and dashboard. https://prometheus.io/docs/alerting/latest/notifications/
 */

/** `[FIRING:2] RstmdbDown prod/mainnet`. */
export const TITLE =
  '[{{ .Status | toUpper }}{{ if eq .Status "firing" }}:{{ .Alerts.Firing | len }}{{ end }}] {{ .CommonLabels.alertname }} {{ .CommonLabels.environment }}/{{ .CommonLabels.cluster }}';

/** One paragraph an alert. What was so is not told once more as if it still were. */
export const TEXT = `{{ range .Alerts -}}
{{ if eq .Status "resolved" }}Over: {{ .Annotations.summary }}
{{ else }}{{ .Annotations.summary }}
{{ .Annotations.description }}
{{ end -}}
Runbook: {{ .Annotations.runbook_url }}
Dashboard: {{ .Annotations.dashboard_url }}

{{ end -}}`;

/** Where a title leads. */
export const TITLE_LINK = '{{ (index .Alerts 0).Annotations.runbook_url }}';

/** One of the severities that PagerDuty knows. */
export const PAGERDUTY_SEVERITY = '{{ if eq .CommonLabels.severity "critical" }}critical{{ else }}warning{{ end }}';

/** One of the priorities that OpsGenie knows: P1 wakes somebody. */
export const OPSGENIE_PRIORITY = '{{ if eq .CommonLabels.severity "critical" }}P1{{ else }}P3{{ end }}';

/** The file of title and text. */
export const NOTIFICATION_TEMPLATES = `{{ define "vedette.title" -}}
${TITLE}
{{- end }}
{{ define "vedette.text" -}}
${TEXT}
{{- end }}
`;
