import static org.codelibs.opensearch.runner.OpenSearchRunner.newConfigs;

import org.codelibs.opensearch.runner.OpenSearchRunner;

/** One OpenSearch node on loopback, until its standard input ends. Arguments: folder, HTTP port. */
public class LogStore {
  public static void main(String[] arguments) throws Exception {
    OpenSearchRunner runner = new OpenSearchRunner();
    runner
        .onBuild(
            (number, settings) -> {
              settings.put("http.host", "127.0.0.1");
              settings.put("http.port", arguments[1]);
              settings.put("transport.host", "127.0.0.1");
              settings.put("transport.port", "0");
              // A test that stores ten lines must not depend on how full the disk is.
              settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
            })
        .build(newConfigs().clusterName("logs").numOfNode(1).basePath(arguments[0]).disableESLogger());
    runner.ensureYellow();
    System.out.println("ready");
    while (System.in.read() >= 0) {}
    runner.close();
  }
}
