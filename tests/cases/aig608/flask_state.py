from flask import Flask, jsonify, request

app = Flask(__name__)
tasks = [{"id": 1, "title": "first"}]  # AIG608
items = {}  # AIG608


@app.route("/tasks", methods=["POST"])
def create_task():
    task = {"id": len(tasks) + 1, "title": request.json["title"]}
    tasks.append(task)
    return jsonify(task), 201


@app.route("/tasks")
def get_tasks():
    return jsonify(tasks)


@app.post("/items/<key>")
def put_item(key):
    items[key] = request.get_json()
    return "", 204


@app.get("/items/<key>")
def get_item(key):
    return jsonify(items.get(key))


history = []  # AIG608
status = {"ready": {}}


@app.post("/chat")
def talk():
    answer = len(history)
    history.append({"role": "user", "content": request.json["question"]})
    return jsonify({"answer": answer})


@app.post("/ready")
def ready():
    status["ready"] = {"at": "now"}
    return "", 204


@app.get("/ready")
def is_ready():
    return jsonify(status)
