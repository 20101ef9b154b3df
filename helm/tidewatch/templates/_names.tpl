{{- define "tidewatch.labels" -}}
app.kubernetes.io/name: tidewatch
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "tidewatch.job" -}}
{{ .Release.Name }}-scoring
{{- end }}

{{- define "tidewatch.gateway" -}}
{{ .Release.Name }}-gateway
{{- end }}

{{- define "tidewatch.gatewaySelector" -}}
app.kubernetes.io/name: tidewatch
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: gateway
{{- end }}

{{- define "tidewatch.containerSecurity" -}}
allowPrivilegeEscalation: false
capabilities: {drop: [ALL]}
readOnlyRootFilesystem: true
{{- end }}
