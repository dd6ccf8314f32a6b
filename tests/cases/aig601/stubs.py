# file: shop/stock.py
from shop.stock_pb2_grpc import StockStub


async def stock(stub: StockStub, request):
    async for item in stub.Items(request):
        show(item)
    found = [item async for item in stub.Items(request)]
    one = await stub.Item(request, timeout=5)
    return found, one, stub.Item(request, timeout=5)  # AIG601
