import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.List;

/**
 * A MongoDB for tests, in memory, on a free port of this machine. Prints its URL, and ends when its standard input does:
 * it never outlives the tests that started it.
 */
public class TestMongo {
  public static void main(String[] arguments) throws Exception {
    MemoryBackend backend = new MemoryBackend();
    backend.version(new ModernEnoughForTheDriver());
    MongoServer server = new MongoServer(backend);
    server.bind("127.0.0.1", arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]));
    System.out.println("mongodb://127.0.0.1:" + server.getLocalAddress().getPort());
    while (System.in.read() != -1) {}
    server.shutdownNow();
    System.exit(0);
  }

  /** The server's own enum stops at wire version 7, which the driver refuses. */
  static class ModernEnoughForTheDriver implements MongoVersion {
    public List<Integer> getVersionArray() {
      return List.of(4, 4, 0, 0);
    }

    public int getWireVersion() {
      return 9;
    }
  }
}
