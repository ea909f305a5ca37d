/**
 * A line becomes a document in Ruby, by the rules that Vector's programs have. Knows nothing of Fluentd.
 * https://docs.ruby-lang.org/en/3.4/
 */

/** `plugins/line_reader.rb` */
export const LINE_READER = String.raw`# frozen_string_literal: true

# Makes documents of the lines of one service, as its stream in streams.json says.
require 'date'
require 'digest'
require 'json'

class LineReader
  ESCAPES = %r{\e\[[0-?]*[ -/]*[@-~]|\e[\]PX^_][^\a\e]*(?:\a|\e\\)?|\e[ -/]*[0-~]}
  CONTROLS = /[\u0000-\u0009\u000b-\u001f\u0080-\u009f]/
  INK = /[^[:space:]]/
  # Ruby's own parser takes comments and escapes that JSON has not.
  JSON_TEXT = %r{\A(?>[^"/]+|"(?>[^"\\]+|\\["\\/bfnrt]|\\u\h{4})*")*\z}
  TIME = /\A\s*(\d{4})-(\d\d?)-(\d\d?)(?:[Tt]|\s+)(\d\d?):(\d\d?):(\d\d?)(?:\.(\d+))?\s*(?:[Zz]|UTC|([+-])(\d\d):?(\d\d))\z/
  LONG = (-2**63..2**63 - 1).freeze

  attr_reader :service

  def initialize(rules, stream)
    @rules = rules
    @service = stream['service']
    @types = stream['fields']
    @redactions = rules['redactions'].map { |each| [regexp(each['pattern']), each['replacement']] }
    @pair = regexp(rules['pair'])
    @pairs = whole(rules['pairs'])
    @formats = stream['formats'].map { |each| each.merge('pattern' => each['pattern'] && whole(each['pattern'])) }
  end

  # The time of a line, and its document. An origin tells where it was read: namespace, pod, uid, container, node, stream, time.
  def document(text, origin)
    line = cleaned(text)
    seen = time(origin['time']) || Time.now
    name, read, rest = reading(line)
    written = time(read['time']) || seen
    at = (written.to_i - seen.to_i).abs <= @rules['near'] ? written : seen
    document = common(line, origin, seen).merge('@timestamp' => stamp(at), 'format' => name)
    document['message'] = read['message'] if read['message'].is_a?(String)
    level = read['level'].is_a?(String) ? read['level'].downcase : ''
    document['level'] = @rules['levels'].fetch(level, level) unless level.empty?
    fields, rest = typed(read, rest)
    document[@service] = fields unless fields.empty?
    document['rest'] = rest unless rest.empty?
    [at, document]
  end

  private

  def regexp(pattern) = Regexp.new("(?u)#{pattern}")

  def whole(pattern) = regexp("\\A(?:#{pattern})\\z")

  # Without colours and without secrets.
  def cleaned(text)
    line = text.dup.force_encoding(Encoding::UTF_8).scrub.gsub(ESCAPES, '').gsub(CONTROLS, '')
    @redactions.each do |pattern, replacement|
      line = line.gsub(pattern) do
        first = Regexp.last_match(1).to_s
        replacement.sub('$1') { first }
      end
    end
    # Sought from both ends: a pattern for blanks at the end would begin anew at each blank.
    first = line.index(INK)
    first ? line[first..line.rindex(INK)] : ''
  end

  def common(line, origin, seen)
    identity = [origin['uid'], origin['container'], origin['stream'], stamp(seen), line]
    @rules['fixed'].merge(
      'message' => line, 'service' => @service, 'stream' => origin['stream'], 'namespace' => origin['namespace'],
      'pod' => origin['pod'], 'container' => origin['container'], 'node' => origin['node'],
      'event_id' => Digest::SHA256.hexdigest(JSON.generate(identity))
    )
  end

  # By the first format that fits: its name, what it reads, and what it leaves.
  def reading(line)
    @formats.each do |format|
      found = found_by(format, line)
      next if found.nil?

      read = format['readings'].to_h { |name, key| [name, taken(found, format['kind'] == 'json' ? key.split('.') : [key])] }
      return [format['name'], read, format['kind'] == 'text' ? {} : found]
    end
    ['unknown', {}, {}]
  end

  def found_by(format, line)
    case format['kind']
    when 'json'
      found = parsed(line)
      found if found.is_a?(Hash)
    when 'logfmt'
      found = pairs(line)
      found if found && format['required'].all? { |key| found.key?(key) }
    when 'text'
      format['pattern'].match(line)&.named_captures
    end
  end

  # Also nil for what cannot be written as JSON again, which the store would refuse.
  def parsed(text)
    return unless JSON_TEXT.match?(text)

    found = JSON.parse(text, max_nesting: 127)
    JSON.generate(found)
    found
  rescue JSON::JSONError
    nil
  end

  def pairs(line)
    return unless @pairs.match?(line)

    found = {}
    line.scan(@pair) do
      pair = Regexp.last_match
      found[pair[:key]] = pair[:quoted] ? parsed("\"#{pair[:quoted]}\"") || pair[:quoted] : pair[:plain]
    end
    found
  end

  def taken(found, path)
    holder = path[0..-2].reduce(found) { |each, key| each.is_a?(Hash) ? each[key] : nil }
    holder.delete(path.last) if holder.is_a?(Hash)
  end

  # Fields of the service, each of its type; what does not fit is kept beside them.
  def typed(read, rest)
    fields = {}
    @types.each do |name, type|
      found = read["field_#{name}"]
      next if found.nil?

      value = send(type, found)
      value.nil? ? rest[name] = found : fields[name] = value
    end
    [fields, rest]
  end

  def keyword(value)
    case value
    when String, Integer, true, false then value.to_s
    when Float then value == value.truncate ? value.truncate.to_s : value.to_s
    end
  end
  alias text keyword

  def integer(value)
    number =
      case value
      when true then 1
      when false then 0
      when Integer then value
      when Float then value.truncate
      when String then value.to_i if value.match?(/\A[+-]?\d+\z/)
      end
    number if LONG.cover?(number)
  end

  def number(value)
    case value
    when true then 1.0
    when false then 0.0
    when Numeric then value.to_f
    when String then value.to_f if value.match?(/\A[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\z/)
    end
  end

  def boolean(value)
    case value
    when true, false then value
    when Numeric then !value.zero?
    when /\A(?:true|t|yes|y)\z/i then true
    when /\A(?:false|f|no|n)\z/i then false
    when /\A[+-]?\d+\z/ then !value.to_i.zero?
    end
  end

  def time(text)
    year, month, day, hour, minute, second, fraction, sign, hours, minutes = TIME.match(text.to_s)&.captures
    return unless year && Date.valid_date?(year.to_i, month.to_i, day.to_i)
    return if hour.to_i > 23 || minute.to_i > 59 || second.to_i > 59

    east = (hours.to_i * 3600 + minutes.to_i * 60) * (sign == '-' ? -1 : 1)
    nanoseconds = fraction.to_s[0, 9].ljust(9, '0').to_i
    Time.utc(year.to_i, month.to_i, day.to_i, hour.to_i, minute.to_i, second.to_i + Rational(nanoseconds, 10**9)) - east
  end

  # As short as it is exact, by threes.
  def stamp(time)
    digits = [0, 3, 6, 9].find { |each| (time.nsec % 10**(9 - each)).zero? }
    time.getutc.strftime(digits.zero? ? '%Y-%m-%dT%H:%M:%SZ' : "%Y-%m-%dT%H:%M:%S.%#{digits}NZ")
  end
end
`;
