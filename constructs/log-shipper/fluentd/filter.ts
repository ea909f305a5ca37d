/**
 * What Fluentd has no plugin for, in Ruby: only lines of the streams' pods pass, each as a document.
 * https://docs.fluentd.org/plugin-development/api-plugin-filter
 */
import type { ProgramFile } from '../../program';
import { LINE_READER } from './line-reader';

/** Asks the API server itself: the plugin that is made for it takes one pod's labels for another's after a failure. */
const PODS = String.raw`# frozen_string_literal: true

# Labels of pods, each asked of the API server once.
require 'json'
require 'net/http'

class PodLabels
  KNOWN = 10_000
  # Static pods have another uid in the API than in the names of their files.
  STATIC_UID = 'kubernetes.io/config.hash'
  FAILURES = [SystemCallError, SocketError, IOError, Timeout::Error, OpenSSL::SSL::SSLError, Net::ProtocolError,
              Net::HTTPBadResponse, JSON::ParserError].freeze

  def initialize(folder:, wait: 5, &failed)
    @host = ENV.fetch('KUBERNETES_SERVICE_HOST')
    @port = ENV.fetch('KUBERNETES_SERVICE_PORT').to_i
    @folder = folder
    @wait = wait
    @failed = failed
    @known = {}
  end

  # Waits until the API server answers, so that no line is taken for another's; empty for a pod that is gone.
  def of(namespace, pod, uid)
    @known.shift if @known.size >= KNOWN
    @known[uid] ||= asked(namespace, pod, uid)
  end

  private

  def asked(namespace, pod, uid)
    loop do
      answer = get("/api/v1/namespaces/#{namespace}/pods/#{pod}")
      case answer.code
      when '200' then return labels(JSON.parse(answer.body).fetch('metadata'), uid)
      when '404' then return {}
      else pause("the API server answers #{answer.code}")
      end
    rescue *FAILURES => e
      pause("the API server does not answer: #{e.class}")
    end
  end

  # An error would move the position behind lines that nobody has read; waiting does not, even when it is killed.
  def pause(why)
    @failed&.call(why)
    sleep(@wait)
  end

  def labels(metadata, uid)
    uids = [metadata['uid'], metadata.dig('annotations', STATIC_UID)]
    uids.include?(uid) ? metadata.fetch('labels', {}) : {}
  end

  def get(path)
    options = { use_ssl: true, ca_file: "#{@folder}/ca.crt", open_timeout: 5, read_timeout: 10 }
    Net::HTTP.start(@host, @port, nil, **options) do |http|
      http.get(path, 'Authorization' => "Bearer #{File.read("#{@folder}/token").strip}", 'Accept' => 'application/json')
    end
  end
end
`;

const FILTER = String.raw`# frozen_string_literal: true

# Fluentd's filter: what is no stream's ends here, what is becomes a document.
require 'fluent/plugin/filter'
require_relative 'line_reader'
require_relative 'pod_labels'

module Fluent
  module Plugin
    class ServiceLogFilter < Filter
      Fluent::Plugin.register_filter('service_log', self)

      FILE = %r{/(?<namespace>[^/_]+)_(?<pod>[^/_]+)_(?<uid>[^/_]+)/(?<container>[^/]+)/[^/]+\z}

      desc 'File that describes the streams'
      config_param :streams_file, :string
      desc "Folder with the service account's token and the API server's authority"
      config_param :account_folder, :string, default: '/var/run/secrets/kubernetes.io/serviceaccount'

      def configure(conf)
        super
        rules = JSON.parse(File.read(@streams_file))
        @streams = rules['streams'].map { |stream| [stream, LineReader.new(rules, stream)] }
        @pods = PodLabels.new(folder: @account_folder) { |why| log.warn(why) }
        # A line that takes longer is let go: it may hold a secret.
        Regexp.timeout = 5 if Regexp.respond_to?(:timeout=)
      end

      def filter_with_time(_tag, time, record)
        origin = FILE.match(record['path'])&.named_captures
        return if origin.nil?

        reader = reader_of(origin)
        return if reader.nil?

        at, document = reader.document(
          record['message'],
          origin.merge('node' => ENV.fetch('NODE_NAME'), 'stream' => record['stream'], 'time' => record['time'])
        )
        [Fluent::EventTime.from_time(at), document]
      end

      private

      def reader_of(origin)
        near = @streams.select { |stream, _| stream['namespaces'].include?(origin['namespace']) }
        return if near.empty?

        labels = @pods.of(*origin.values_at('namespace', 'pod', 'uid'))
        near.find { |stream, _| stream['matchLabels'].all? { |name, value| labels[name] == value } }&.last
      end
    end
  end
end
`;

/** Files of the folder that Fluentd is told to find plugins in. */
export const FLUENTD_PLUGINS: readonly ProgramFile[] = [
  { path: 'plugins/line_reader.rb', content: LINE_READER },
  { path: 'plugins/pod_labels.rb', content: PODS },
  { path: 'plugins/filter_service_log.rb', content: FILTER },
];
