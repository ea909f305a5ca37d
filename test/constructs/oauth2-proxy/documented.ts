/**
 * Every option that the documentation of oauth2-proxy 7.15 has for its file, those of other providers than `oidc` apart,
 * by the type that it gives. The program ends at its start for any other.
 * https://oauth2-proxy.github.io/oauth2-proxy/configuration/overview#config-options
 */

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Names by type. A list may be one text too. */
const OPTIONS = {
  text: words(`
    acr_values approval_prompt auth_logging_format auth_request_response_mode authenticated_emails_file
    backend_logout_url banner basic_auth_password client_id client_secret client_secret_file code_challenge_method
    cookie_csrf_samesite cookie_name cookie_path cookie_samesite cookie_secret cookie_secret_file
    custom_sign_in_logo custom_templates_dir exclude_logging_paths extra_jwt_issuers footer htpasswd_file
    http_address https_address jwt_key jwt_key_file logging_filename login_url metrics_address
    metrics_secure_address metrics_tls_cert_file metrics_tls_key_file oidc_audience_claims oidc_email_claim
    oidc_groups_claim oidc_issuer_url oidc_jwks_url oidc_public_key_files ping_path ping_user_agent profile_url
    prompt provider provider_display_name proxy_prefix pubjwk_url ready_path real_client_ip_header redeem_url
    redirect_url redis_ca_path redis_connection_url redis_password redis_sentinel_master_name
    redis_sentinel_password request_id_header request_logging_format scope session_store_type signature_key
    standard_logging_format tls_cert_file tls_key_file tls_min_version validate_url
  `),
  list: words(`
    allowed_groups api_routes cookie_domains email_domains htpasswd_user_groups oidc_enabled_signing_algs
    oidc_extra_audiences provider_ca_files redis_cluster_connection_urls redis_sentinel_connection_urls
    skip_auth_regex skip_auth_routes tls_cipher_suites trusted_ips trusted_proxy_ips upstreams whitelist_domains
  `),
  flag: words(`
    allow_query_semicolons auth_logging bearer_token_login_fallback cookie_csrf_per_request cookie_httponly
    cookie_secure disable_keep_alives display_htpasswd_form encode_state errors_to_info_log force_https
    force_json_errors gcp_healthchecks insecure_oidc_allow_unverified_email insecure_oidc_skip_issuer_verification
    insecure_oidc_skip_nonce logging_compress logging_local_time pass_access_token pass_authorization_header
    pass_basic_auth pass_host_header pass_user_headers prefer_email_to_user proxy_websockets
    redis_insecure_skip_tls_verify redis_use_cluster redis_use_sentinel relative_redirect_url request_logging
    reverse_proxy session_cookie_minimal set_authorization_header set_basic_auth set_xauthrequest
    show_debug_on_error silence_ping_logging skip_auth_preflight skip_auth_strip_headers
    skip_claims_from_profile_url skip_jwt_bearer_tokens skip_oidc_discovery skip_provider_button
    ssl_insecure_skip_verify ssl_upstream_insecure_skip_verify standard_logging use_system_trust_store
  `),
  number: words(`
    cookie_csrf_per_request_limit logging_max_age logging_max_backups logging_max_size redis_connection_idle_timeout
  `),
  duration: words(`
    cookie_csrf_expire cookie_expire cookie_refresh flush_interval upstream_timeout
  `),
} as const;

type Kind = keyof typeof OPTIONS;

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((each) => typeof each === 'string');

/** https://pkg.go.dev/time#ParseDuration, which has no days */
const DURATION = /^(?:\d+(?:\.\d+)?(?:ns|us|ms|s|m|h))+$/;

const FITS: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  list: (value) => typeof value === 'string' || isTexts(value),
  flag: (value) => typeof value === 'boolean',
  number: (value) => Number.isInteger(value),
  duration: (value) => typeof value === 'string' && DURATION.test(value),
};

/** Options with few values. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  cookie_samesite: ['', 'lax', 'strict', 'none'],
  code_challenge_method: ['plain', 'S256'],
};

/** What the documentation has against a file that was parsed. */
export function faultsOf(file: object): readonly string[] {
  return Object.entries(file).flatMap(([name, value]: [string, unknown]) => {
    const kind = (Object.keys(OPTIONS) as Kind[]).find((each) => OPTIONS[each].includes(name));
    if (kind === undefined) return [`${name} is no option`];
    if (!FITS[kind](value)) return [`${name} is ${JSON.stringify(value)}, must be a ${kind}`];
    const values = VALUES[name];
    return values === undefined || values.includes(String(value))
      ? []
      : [`${name} must be one of ${values.join(', ')}`];
  });
}
