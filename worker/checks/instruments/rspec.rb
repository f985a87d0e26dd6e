# Required by every RSpec of a check: listens to the run beside the formatters the repository chose, and writes the
# shape of RSpec's JSON.
require 'json'

class CheckReport
  STATUS = { passed: 'passed', failed: 'failed' }.freeze

  def initialize(folder)
    @path = File.join(folder, "rspec-#{Process.pid}.json")
    @outside = 0
  end

  def dump_summary(notification)
    return unless notification.respond_to?(:errors_outside_of_examples_count)

    @outside = notification.errors_outside_of_examples_count
  end

  def stop(notification)
    @examples = notification.examples.map { |example| describe(example) }
  end

  def close(_notification)
    File.write(@path, JSON.generate(examples: @examples || [], summary: { errors_outside_of_examples_count: @outside }))
  end

  private

  def describe(example)
    {
      full_description: example.full_description.to_s.scrub,
      file_path: example.metadata[:file_path],
      status: STATUS.fetch(example.execution_result.status, 'pending')
    }
  end
end

# An RSpec that an example starts inside itself is part of that example: it reports to nobody.
unless ENV['CHECK_REPORTED']
  ENV['CHECK_REPORTED'] = '1'
  RSpec.configure do |config|
    reports = File.expand_path('../reports', __dir__)
    config.reporter.register_listener(CheckReport.new(reports), :stop, :dump_summary, :close)
  end
end
